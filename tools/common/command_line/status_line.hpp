#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gen {

/// How many characters a line on the screen of stderr can have.
std::size_t screen_room();

/// Draws "TOOL [####----] WHAT" in the one line of stderr that is rewritten in place. Without the bar where `total` is 0 or there is no room. From
/// any thread, as the others.
void draw_bar(const std::string& tool, std::uint64_t done, std::uint64_t total, const std::string& what);
/// Wipes that line, if there is one.
void wipe_bar();
/// Writes a line of its own to stderr, in the place of the bar if there is one. One write, so that lines of several processes do not mix.
void write_line(const std::string& line);
/// Writes "TOOL: MESSAGE" like that, without control characters: those in a file's name must not make two lines.
void say(std::string_view tool, std::string_view message);

/// "0:41", "1:02:03"
std::string clock_time(double seconds);

}  // namespace gen
