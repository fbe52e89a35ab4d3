#include "formats/export/onnx/protobuf.hpp"

#include <doctest/doctest.h>

using namespace gen;

TEST_CASE("protobuf: the encodings of its manual") {
    ProtobufMessage inner;
    inner.add(1, std::int64_t{150});
    CHECK(inner.bytes() == "\x08\x96\x01");
    ProtobufMessage message;
    message.add(2, std::string_view("testing"));
    message.add(3, inner);
    message.add(20, 1.0F);
    message.add(1, std::int64_t{-1});
    CHECK(message.bytes() == std::string("\x12\x07testing\x1a\x03\x08\x96\x01\xa5\x01\0\0\x80\x3f\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 31));
}
