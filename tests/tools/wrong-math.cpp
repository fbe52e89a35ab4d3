// kl-check math with a formula that is wrong on purpose:
//   wrong-math NAME   the report; status 1 where a check fails. The names are those of tests/wrong_formulas.hpp
#include <algorithm>
#include <iostream>
#include <string>

#include "eval/math_checks.hpp"
#include "tools/common/reports/check_report.hpp"
#include "wrong_formulas.hpp"

int main(int argc, char** argv) {
    const std::string name = argc == 2 ? argv[1] : "";
    for (const gen::WrongFormulas& wrong : gen::wrong_formulas()) {
        if (wrong.name != name) continue;
        gen::Parallel parallel;
        std::vector<gen::Check> checks;
        const std::vector<gen::CheckGroup> groups = gen::math_check_groups(0, parallel, wrong.formulas);
        for (const gen::CheckGroup& group : groups) group.run(checks);
        std::cout << gen::report_of(groups, checks, false).tsv();
        return gen::all_well(checks, false) ? 0 : 1;
    }
    std::cerr << "usage: wrong-math NAME, one of";
    for (const gen::WrongFormulas& wrong : gen::wrong_formulas()) std::cerr << ' ' << wrong.name;
    std::cerr << '\n';
    return 2;
}
