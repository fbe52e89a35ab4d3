#include "formats/export/npz_writer.hpp"

#include "formats/export/npy_writer.hpp"
#include "formats/export/zip_writer.hpp"

namespace gen {

void write_npz(const Exported& exported, const Sink& sink) {
    ZipWriter zip(sink);
    for (const Dataset& array : exported.arrays) zip.add(array.path + ".npy", npy_bytes(array), [&](const Sink& entry) { write_npy(array, entry); });
    if (!exported.labels.classes.empty()) zip.add("classes.npy", npy_of_texts(exported.labels.classes));
    zip.finish();
}

}  // namespace gen
