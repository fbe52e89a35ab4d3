#include "synth/digit_skeletons.hpp"

#include <algorithm>

namespace gen::synth {
namespace {

constexpr Knot corner(float x, float y) { return {x, y, Joint::corner}; }
constexpr Knot lift(float x, float y) { return {x, y, Joint::lift}; }

constexpr Knot zero_narrow[] = {{.42f, .03f}, {.18f, .12f}, {.05f, .48f}, {.14f, .84f}, {.34f, .97f},
                                {.56f, .84f}, {.64f, .5f},  {.56f, .15f}, {.38f, .03f}, {.28f, .06f}};
constexpr Knot zero_round[] = {{.48f, .04f}, {.2f, .12f},  {.03f, .45f}, {.12f, .8f}, {.4f, .97f},
                               {.7f, .82f},  {.82f, .48f}, {.7f, .16f},  {.45f, .03f}};
constexpr Knot zero_hooked[] = {{.36f, .16f}, {.46f, .04f}, {.3f, .02f},  {.1f, .24f},  {.04f, .6f}, {.2f, .93f},
                                {.44f, .92f}, {.62f, .62f}, {.62f, .28f}, {.48f, .08f}, {.3f, .1f}};

constexpr Knot one_plain[] = {{.2f, .0f}, {.2f, .33f}, {.2f, .67f}, {.2f, 1.f}};
constexpr Knot one_flag[] = {{.02f, .24f}, {.16f, .13f}, corner(.3f, .0f), {.3f, .5f}, {.3f, 1.f}};
constexpr Knot one_foot[] = {{.05f, .22f}, {.2f, .12f}, corner(.34f, .0f), {.34f, .5f}, {.34f, .97f}, lift(.06f, .98f), {.34f, .97f}, {.64f, .97f}};

constexpr Knot two_plain[] = {{.07f, .24f}, {.2f, .06f},        {.42f, .02f}, {.58f, .18f}, {.52f, .42f},
                              {.3f, .7f},   corner(.04f, .96f), {.36f, .94f}, {.68f, .95f}};
constexpr Knot two_loop[] = {{.08f, .22f}, {.24f, .04f}, {.48f, .05f}, {.58f, .24f}, {.48f, .52f}, {.28f, .8f},
                             {.1f, .93f},  {.04f, .84f}, {.15f, .74f}, {.36f, .84f}, {.52f, .95f}, {.74f, .9f}};
constexpr Knot two_sharp[] = {{.04f, .14f}, {.32f, .05f}, corner(.6f, .1f), {.34f, .48f}, corner(.03f, .93f), {.36f, .94f}, {.72f, .9f}};
constexpr Knot two_swan[] = {{.05f, .3f},  {.12f, .08f}, {.34f, .0f},  {.54f, .12f}, {.5f, .4f},
                             {.26f, .76f}, {.06f, .96f}, {.28f, .88f}, {.46f, .94f}, {.7f, .92f}};

constexpr Knot three_plain[] = {{.07f, .14f}, {.28f, .01f}, {.52f, .1f},  {.5f, .32f},  corner(.24f, .46f),
                                {.5f, .54f},  {.6f, .76f},  {.42f, .96f}, {.18f, .97f}, {.02f, .84f}};
constexpr Knot three_loop[] = {{.06f, .12f}, {.3f, .01f},  {.52f, .12f}, {.46f, .34f}, {.28f, .47f}, {.2f, .44f},
                               {.3f, .4f},   {.52f, .54f}, {.58f, .78f}, {.36f, .98f}, {.04f, .9f}};
constexpr Knot three_flat[] = {{.06f, .05f}, {.3f, .03f}, corner(.58f, .04f), {.44f, .2f}, corner(.26f, .4f),
                               {.52f, .5f},  {.6f, .72f}, {.4f, .95f},        {.03f, .9f}};
constexpr Knot three_low[] = {{.12f, .12f}, {.28f, .02f}, {.46f, .08f}, {.44f, .26f}, corner(.22f, .36f),
                              {.5f, .44f},  {.64f, .68f}, {.5f, .93f},  {.22f, .99f}, {.0f, .88f}};

constexpr Knot four_open[] = {{.1f, .06f}, {.06f, .3f}, {.08f, .5f}, {.3f, .55f}, {.62f, .5f}, lift(.56f, .0f), {.52f, .5f}, {.48f, 1.f}};
constexpr Knot four_angled[] = {{.14f, .04f}, {.1f, .26f}, corner(.05f, .54f), {.36f, .53f}, {.7f, .5f}, lift(.52f, .02f), {.48f, .5f}, {.44f, 1.f}};
constexpr Knot four_closed[] = {{.48f, .0f}, {.24f, .3f}, corner(.0f, .63f), {.34f, .63f}, {.7f, .6f}, lift(.48f, .0f), {.47f, .5f}, {.45f, 1.f}};
constexpr Knot four_round[] = {{.08f, .04f}, {.05f, .32f}, {.24f, .5f}, {.48f, .4f}, corner(.6f, .04f), {.55f, .52f}, {.5f, 1.f}};

constexpr Knot five_two_strokes[] = {{.16f, .04f}, {.14f, .22f}, corner(.1f, .42f), {.32f, .37f}, {.54f, .5f}, {.57f, .74f},
                                     {.38f, .95f}, {.04f, .9f},  lift(.16f, .04f),  {.38f, .03f}, {.64f, .01f}};
constexpr Knot five_one_stroke[] = {{.64f, .03f}, {.42f, .03f}, corner(.2f, .06f), {.15f, .24f}, corner(.12f, .43f),
                                    {.34f, .38f}, {.54f, .54f}, {.5f, .82f},       {.28f, .97f}, {.02f, .9f}};
constexpr Knot five_curved[] = {{.64f, .03f}, {.4f, .04f},  {.2f, .12f},  {.18f, .34f}, {.4f, .46f},
                                {.54f, .64f}, {.46f, .88f}, {.24f, .97f}, {.02f, .88f}};
constexpr Knot five_wide[] = {{.76f, .02f}, {.48f, .05f}, corner(.24f, .06f), {.17f, .26f}, corner(.1f, .46f),
                              {.3f, .44f},  {.46f, .6f},  {.4f, .86f},        {.2f, .97f},  {.0f, .94f}};

constexpr Knot six_curved[] = {{.52f, .01f}, {.28f, .18f}, {.09f, .5f}, {.08f, .82f}, {.3f, .98f},
                               {.54f, .84f}, {.52f, .62f}, {.3f, .54f}, {.1f, .72f}};
constexpr Knot six_straight[] = {{.4f, .0f},   {.2f, .32f}, {.05f, .7f},  {.16f, .95f}, {.4f, .96f},
                                 {.56f, .78f}, {.46f, .6f}, {.26f, .62f}, {.1f, .8f}};
constexpr Knot six_hooked[] = {{.56f, .14f}, {.44f, .01f}, {.22f, .14f}, {.06f, .5f},  {.1f, .86f},
                               {.34f, .98f}, {.56f, .8f},  {.46f, .58f}, {.24f, .58f}, {.12f, .74f}};
constexpr Knot six_tall[] = {{.3f, .0f},   {.12f, .36f}, {.06f, .72f}, {.14f, .94f}, {.36f, .99f},
                             {.54f, .86f}, {.44f, .7f},  {.24f, .72f}, {.1f, .86f}};

constexpr Knot seven_plain[] = {{.04f, .07f}, {.3f, .05f}, corner(.6f, .04f), {.42f, .45f}, {.28f, 1.f}};
constexpr Knot seven_barred[] = {{.04f, .06f}, {.3f, .05f}, corner(.6f, .04f), {.44f, .45f}, {.3f, 1.f}, lift(.16f, .5f), {.38f, .48f}, {.62f, .46f}};
constexpr Knot seven_round[] = {{.03f, .18f}, {.1f, .06f}, {.34f, .08f}, {.56f, .06f}, {.54f, .28f}, {.42f, .6f}, {.36f, 1.f}};
constexpr Knot seven_serif[] = {{.05f, .24f}, corner(.06f, .06f), {.32f, .06f}, corner(.62f, .04f), {.5f, .36f}, {.34f, .66f}, {.28f, 1.f}};

constexpr Knot eight_closed[] = {{.5f, .13f}, {.32f, .0f}, {.12f, .12f}, {.14f, .33f}, {.34f, .49f}, {.54f, .7f}, {.5f, .91f},
                                 {.3f, 1.f},  {.1f, .9f},  {.1f, .7f},   {.3f, .5f},   {.48f, .33f}, {.5f, .13f}};
constexpr Knot eight_circles[] = {{.3f, .0f},      {.12f, .1f}, {.1f, .32f},  {.3f, .46f}, {.5f, .32f},  {.48f, .1f}, {.3f, .0f},
                                  lift(.3f, .46f), {.08f, .6f}, {.08f, .86f}, {.3f, 1.f},  {.54f, .86f}, {.53f, .6f}, {.3f, .46f}};
constexpr Knot eight_open[] = {{.62f, .07f}, {.4f, .01f}, {.18f, .12f}, {.2f, .34f}, {.38f, .52f}, {.46f, .76f},
                               {.3f, .98f},  {.1f, .88f}, {.16f, .66f}, {.4f, .42f}, {.62f, .14f}};

constexpr Knot nine_straight[] = {{.52f, .14f}, {.34f, .01f},       {.12f, .12f}, {.07f, .34f}, {.26f, .46f},
                                  {.46f, .34f}, corner(.54f, .08f), {.51f, .5f},  {.48f, 1.f}};
constexpr Knot nine_curved[] = {{.52f, .16f}, {.34f, .02f}, {.12f, .12f}, {.09f, .34f}, {.28f, .45f}, {.48f, .34f},
                                {.56f, .14f}, {.56f, .5f},  {.46f, .84f}, {.24f, .98f}, {.05f, .88f}};
constexpr Knot nine_slanted[] = {{.58f, .1f}, {.38f, .01f},      {.14f, .16f}, {.1f, .4f}, {.28f, .48f},
                                 {.5f, .3f},  corner(.58f, .1f), {.44f, .52f}, {.26f, 1.f}};
constexpr Knot nine_small[] = {{.46f, .1f},  {.3f, .01f},  {.12f, .1f}, {.12f, .28f}, {.28f, .34f},
                               {.44f, .22f}, {.48f, .04f}, {.5f, .4f},  {.46f, .72f}, {.42f, 1.f}};

constexpr Skeleton all[] = {
    {0, 5, zero_narrow},      {0, 3, zero_round},      {0, 2, zero_hooked},                        //
    {1, 7, one_plain},        {1, 2, one_flag},        {1, 1, one_foot},                           //
    {2, 3, two_plain},        {2, 3, two_loop},        {2, 2, two_sharp},    {2, 2, two_swan},     //
    {3, 4, three_plain},      {3, 2, three_loop},      {3, 2, three_flat},   {3, 2, three_low},    //
    {4, 3, four_open},        {4, 2, four_angled},     {4, 2, four_closed},  {4, 3, four_round},   //
    {5, 3, five_two_strokes}, {5, 3, five_one_stroke}, {5, 2, five_curved},  {5, 2, five_wide},    //
    {6, 3, six_curved},       {6, 3, six_straight},    {6, 2, six_hooked},   {6, 2, six_tall},     //
    {7, 4, seven_plain},      {7, 3, seven_barred},    {7, 2, seven_round},  {7, 1, seven_serif},  //
    {8, 4, eight_closed},     {8, 3, eight_circles},   {8, 3, eight_open},                         //
    {9, 3, nine_straight},    {9, 3, nine_curved},     {9, 2, nine_slanted}, {9, 2, nine_small},
};

}  // namespace

std::span<const Skeleton> skeletons() { return all; }

std::span<const Skeleton> skeletons(int digit) {
    return {std::ranges::lower_bound(all, digit, {}, &Skeleton::digit), std::ranges::upper_bound(all, digit, {}, &Skeleton::digit)};
}

}  // namespace gen::synth
