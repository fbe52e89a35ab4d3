#include "models/adversarial/monitor.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

constexpr std::string_view names[gan_events] = {"d-won", "g-collapsed", "gradient-explosion", "equilibrium", "junk-feedback"};
constexpr std::string_view meanings[gan_events] = {
    "the discriminator is always right, and the generator learns nothing from it",
    "generated images are nearly alike",
    "gradients are far larger than they were, or not finite",
    "the discriminator cannot tell generated images from real ones",
    "generated images get worse, as the discriminator has nothing left to tell the generator",
};
constexpr const char* window_names[] = {"monitor_real", "monitor_fake", "monitor_d_gradient", "monitor_g_gradient", "monitor_g_loss"};
enum : std::size_t { real_side, fake_side, d_gradient, g_gradient, g_loss };

unsigned bit(GanEvent event) { return 1U << static_cast<unsigned>(event); }

}  // namespace

std::string_view name_of(GanEvent event) { return names[static_cast<std::size_t>(event)]; }

std::string_view meaning_of(GanEvent event) { return meanings[static_cast<std::size_t>(event)]; }

GanEvent parse_gan_event(std::string_view text) {
    for (std::size_t i = 0; i < gan_events; ++i)
        if (text == names[i]) return static_cast<GanEvent>(i);
    fail_usage("event is ", text, ", expected ", either(names_of(names)), did_you_mean(text, names_of(names)));
}

Words gan_event_names() { return names_of(names); }

std::string names_of_events(unsigned events) {
    std::string all;
    for (std::size_t i = 0; i < gan_events; ++i)
        if ((events & 1U << i) != 0) all += join(all.empty() ? "" : "+", names[i]);
    return all.empty() ? "-" : all;
}

void GanMonitor::Window::add(double value) {
    if (std::isnan(value)) return;
    if (values.size() < window)
        values.push_back(value);
    else
        values[next] = value;
    next = (next + 1) % window;
}

double GanMonitor::Window::mean() const {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

double GanMonitor::Window::median() const {
    std::vector<double> sorted = values;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

// Begins when it comes true, and can begin again once it has not been so.
void GanMonitor::set(GanEvent event, bool is_so) {
    if (is_so && (state_ & bit(event)) == 0) begun_ |= bit(event);
    state_ = is_so ? state_ | bit(event) : state_ & ~bit(event);
}

// A D that was nearly sure has tiny gradients, and a step or two of large ones where it was wrong: no explosion yet.
bool GanMonitor::Window::explodes() const {
    if (values.empty() || !std::isfinite(ago(0))) return !values.empty();
    constexpr std::size_t turns = 5;
    if (values.size() < turns || ago(0) <= 100) return false;
    const double limit = std::max(100.0, 20 * median());
    for (std::size_t i = 0; i < turns; ++i)
        if (ago(i) <= limit) return false;
    return true;
}

void GanMonitor::step(const Step& step) {
    const double values[] = {step.real, step.fake, step.d_gradient, step.g_gradient, step.g_loss};
    for (std::size_t i = 0; i < windows_.size(); ++i) windows_[i].add(values[i]);
    set(GanEvent::gradient_explosion, windows_[d_gradient].explodes() || windows_[g_gradient].explodes());
    if (!std::isnan(step.g_gradient)) largest_gradient_ = std::max(largest_gradient_, step.g_gradient);
    if (!windows_[real_side].full()) return;
    const double right_on_real = windows_[real_side].mean();
    const double right_on_fake = windows_[fake_side].mean();
    const bool learns_nothing =
        !windows_[g_loss].values.empty() && (saturating_ ? windows_[g_gradient].mean() < 0.01 * largest_gradient_ : windows_[g_loss].mean() > 5);
    set(GanEvent::d_won, right_on_real > 0.99 && right_on_fake > 0.99 && learns_nothing);
    const double accuracy = (right_on_real + right_on_fake) / 2;
    balanced_ = accuracy >= 0.45 && accuracy <= 0.55 ? balanced_ + 1 : 0;
    has_balanced_ = has_balanced_ || balanced_ >= 1000;
    set(GanEvent::equilibrium, balanced_ >= 1000);
}

void GanMonitor::look(const Look& look) {
    set(GanEvent::g_collapsed, look.diversity < 0.2);
    const double discrepancy = std::max(look.discrepancy, look.floor);
    best_ = std::min(best_, discrepancy);
    worse_ = has_balanced_ && discrepancy > 2 * best_ ? worse_ + 1 : 0;
    set(GanEvent::junk_feedback, worse_ >= 3);
}

unsigned GanMonitor::take() {
    const unsigned events = begun_;
    begun_ = 0;
    return events;
}

void GanMonitor::save(Kept& kept) const {
    for (std::size_t i = 0; i < windows_.size(); ++i) {
        kept.numbers[window_names[i]] = windows_[i].values;
        kept.numbers[window_names[i]].push_back(static_cast<double>(windows_[i].next));
    }
    kept.numbers["monitor"] = {largest_gradient_,           static_cast<double>(balanced_), has_balanced_ ? 1.0 : 0.0,  best_,
                               static_cast<double>(worse_), static_cast<double>(state_),    static_cast<double>(begun_)};
}

void GanMonitor::load(const Kept& kept) {
    if (!kept.numbers.contains("monitor")) return;
    for (std::size_t i = 0; i < windows_.size(); ++i) {
        windows_[i].values = kept.numbers.at(window_names[i]);
        windows_[i].next = static_cast<std::size_t>(windows_[i].values.back());
        windows_[i].values.pop_back();
    }
    const std::vector<double>& n = kept.numbers.at("monitor");
    largest_gradient_ = n.at(0);
    balanced_ = static_cast<std::uint64_t>(n.at(1));
    has_balanced_ = n.at(2) != 0;
    best_ = std::min(n.at(3), unseen);
    worse_ = static_cast<std::uint64_t>(n.at(4));
    state_ = static_cast<unsigned>(n.at(5));
    begun_ = static_cast<unsigned>(n.at(6));
}

}  // namespace gen
