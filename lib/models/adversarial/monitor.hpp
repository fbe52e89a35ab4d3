#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/kept.hpp"
#include "core/words.hpp"

namespace gen {

/// What happens to a GAN. A window is 500 steps.
enum class GanEvent {
    d_won,               // D is right on more than 99 % of either side, and G learns nothing: its gradient is below 1 % of its largest (saturating
                         // losses) or its loss above 5; means over a window
    g_collapsed,         // generated images differ from each other less than a fifth as much as the data's
    gradient_explosion,  // 5 times on end a gradient's norm is above 100 and above 20 times the median of the window; or it is not finite
    equilibrium,         // D's accuracy, the mean over a window, has been between 0.45 and 0.55 for 1,000 steps
    junk_feedback,       // after an equilibrium the discrepancy from the data is more than twice its best at 3 looks on end
};

constexpr std::size_t gan_events = 5;
std::string_view name_of(GanEvent event);
/// What it says of the networks, in a few words for who has not read the manual.
std::string_view meaning_of(GanEvent event);
/// "d-won"; throws Fault::usage naming what is known.
GanEvent parse_gan_event(std::string_view text);
Words gan_event_names();
/// Events as bits, 1 << number; "d-won+equilibrium", "-" for none.
std::string names_of_events(unsigned events);

/// Says whether a GAN is alive. It sees every step and some looks at generated images; an event begins when what defines it comes true.
class GanMonitor {
public:
    /// What a step found; NaN where a network had no turn.
    struct Step {
        double real = std::numeric_limits<double>::quiet_NaN();  // D's accuracy on either side
        double fake = std::numeric_limits<double>::quiet_NaN();
        double d_gradient = std::numeric_limits<double>::quiet_NaN();
        double g_gradient = std::numeric_limits<double>::quiet_NaN();
        double g_loss = std::numeric_limits<double>::quiet_NaN();
    };
    /// What a look at generated images found.
    struct Look {
        double diversity;    // mean distance of two generated images, in units of the data's
        double discrepancy;  // MMD^2 from the data
        double floor;        // what the discrepancy of data from data may come to by chance
    };

    /// `saturating`: the loss of G dies where D is sure.
    explicit GanMonitor(bool saturating) : saturating_(saturating) {}

    void step(const Step& step);
    void look(const Look& look);
    /// Events that have begun since the last call, as bits.
    unsigned take();
    bool waiting() const { return begun_ != 0; }

    void save(Kept& kept) const;
    void load(const Kept& kept);

private:
    static constexpr std::size_t window = 500;
    static constexpr double unseen = 1e9;  // more than any discrepancy, and finite as all that files hold
    /// The latest numbers of one kind, NaN left out.
    struct Window {
        std::vector<double> values;
        std::size_t next = 0;
        void add(double value);
        bool full() const { return values.size() == window; }
        double mean() const;
        double median() const;
        /// The number of `i` turns ago; 0: the latest.
        double ago(std::size_t i) const { return values[(next + window - 1 - i) % window]; }
        bool explodes() const;
    };
    void set(GanEvent event, bool is_so);

    bool saturating_;
    std::array<Window, 5> windows_;  // real, fake, d_gradient, g_gradient, g_loss
    double largest_gradient_ = 0;
    std::uint64_t balanced_ = 0;  // steps on end
    bool has_balanced_ = false;   // ever
    double best_ = unseen;        // discrepancy
    std::uint64_t worse_ = 0;     // looks on end
    unsigned state_ = 0;          // events that go on
    unsigned begun_ = 0;
};

}  // namespace gen
