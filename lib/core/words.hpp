#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// The words of a closed list.
using Words = std::vector<std::string_view>;

/// The forms that a value may have, for completion: a word alone ("adam"), or a head and what may follow its colon ("adam:beta1=", "conv:norm=batch",
/// "vamp:", behind which a value of the user's own stands).
using Forms = std::vector<std::string>;

/// The first column of a table: of rows with a name, of pairs, or of words alone.
template <class Table>
Words names_of(const Table& table) {
    Words names;
    for (const auto& row : table) {
        if constexpr (requires { row.name; })
            names.push_back(row.name);
        else if constexpr (requires { row.first; })
            names.push_back(row.first);
        else
            names.push_back(row);
    }
    return names;
}

template <class Table>
Forms forms_of(const Table& table) {
    const Words names = names_of(table);
    return {names.begin(), names.end()};
}

/// What stands before the colons; of forms that outlive it.
Words heads_of(const Forms& forms);

/// "relu, tanh, elu"
std::string listed(const Words& words);
/// "relu, tanh or elu"
std::string either(const Words& words);
/// "relu, tanh and elu"
std::string all_of(const Words& words);

/// What stands behind the last slash of a path; all of it where there is none.
inline std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// "ALPHA"
std::string in_capitals(std::string_view word);

/// The known word that is most likely meant: one that begins with what was given, else one that a few letters left out, added, changed or swapped
/// lead to, else one that begins what was given. Capitals and underscores do not count. Empty where none is near.
std::string_view nearest_word(std::string_view given, const Words& known);

/// " (did you mean relu?)", or nothing where no known word is near. Ends the message that refuses a word.
std::string did_you_mean(std::string_view given, const Words& known);

}  // namespace gen
