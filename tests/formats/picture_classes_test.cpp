#include "formats/picture_classes.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"
#include "formats/pictures.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("pictures: two sub-folders are classes, one is not, and a picture beside them undoes it") {
    const Folder folder;
    folder.add("set/cat/1.png", dot);
    CHECK(open_pictures({folder.path("")}, {})->labels.empty());
    folder.add("set/ant/x/2.png", dot);
    folder.add("set/cat/0.png", dot);
    const auto source = open_pictures({folder.path("")}, {});
    CHECK(source->row_names == Texts{"set/ant/x/2.png", "set/cat/0.png", "set/cat/1.png"});
    CHECK(source->classes == Texts{"ant", "cat"});
    CHECK(source->labels == Numbers{0, 1, 1});
    folder.add("set/3.png", dot);
    const auto mixed = open_pictures({folder.path("set")}, {});
    CHECK(mixed->labels.empty());
    CHECK(mixed->warnings == Texts{folder.path("set/3.png") + ": lies beside sub-folders, so these are not taken as classes"});
}

TEST_CASE("pictures: folders named one by one are classes where they have none of their own") {
    const Folder folder;
    folder.add("dog/1.png", dot);
    folder.add("cat/1.png", dot);
    folder.add("cat/2.png", dot);
    const auto source = open_pictures({folder.path("dog/"), folder.path("cat")}, {});
    CHECK(source->row_names == Texts{"dog/1.png", "cat/1.png", "cat/2.png"});
    CHECK(source->classes == Texts{"cat", "dog"});
    CHECK(source->labels == Numbers{1, 0, 0});
    CHECK(open_pictures({folder.path("dog/../cat"), folder.path("cat/../dog/.")}, {})->labels == Numbers{0, 0, 1});
    folder.add("other/cat/3.png", dot);
    CHECK(open_pictures({folder.path("cat"), folder.path("other/cat")}, {})->labels.empty());
    CHECK(open_pictures({folder.path("cat"), folder.path("dog/1.png")}, {})->labels.empty());
    folder.add("cat/more/4.png", dot);
    const auto beside = open_pictures({folder.path("cat"), folder.path("dog")}, {});
    CHECK(beside->labels == Numbers{0, 0, 0, 1});
    CHECK(beside->warnings.empty());
}

TEST_CASE("pictures: the classes of several inputs are those of their sub-folders where all have such") {
    const Folder folder;
    for (const char* name : {"a/cat/1.png", "a/dog/1.png", "b/dog/1.png", "b/eel/1.png", "c/1.png"}) folder.add(name, dot);
    const auto both = open_pictures({folder.path("a"), folder.path("b")}, {});
    CHECK(both->classes == Texts{"cat", "dog", "eel"});
    CHECK(both->labels == Numbers{0, 1, 1, 2});
    const auto mixed = open_pictures({folder.path("c"), folder.path("a")}, {});
    CHECK(mixed->labels.empty());
    CHECK(mixed->warnings ==
          Texts{folder.path("c") + ": has no sub-folders of classes, so those of " + folder.path("a") + " are not taken as classes"});
}
