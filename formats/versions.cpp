#include "formats/versions.hpp"

#include <hdf5.h>
#include <png.h>
#include <zlib.h>

#include <cstdio>
// Needs cstdio before it.
#include <jpeglib.h>

#include "core/error.hpp"

namespace gen {

std::string hdf5_version() { return join(H5_VERS_MAJOR, '.', H5_VERS_MINOR, '.', H5_VERS_RELEASE); }

#define GEN_TEXT_OF(words) #words
#define GEN_TEXT(macro) GEN_TEXT_OF(macro)
#ifdef LIBJPEG_TURBO_VERSION
#define GEN_JPEG "libjpeg-turbo " GEN_TEXT(LIBJPEG_TURBO_VERSION)
#else
#define GEN_JPEG GEN_TEXT(JPEG_LIB_VERSION)
#endif

std::vector<std::pair<std::string, std::string>> other_versions() {
    return {{"zlib", ZLIB_VERSION}, {"png", PNG_LIBPNG_VER_STRING}, {"jpeg", GEN_JPEG}};
}

}  // namespace gen
