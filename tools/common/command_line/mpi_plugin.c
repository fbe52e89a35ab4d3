#include "tools/common/command_line/mpi_plugin.h"

#include <limits.h>
#include <mpi.h>
#include <stdlib.h>
#include <string.h>

/* MPI counts in int: longer pieces are sent in units of so many bytes, and what is left over by itself. */
enum { unit = 1 << 20 };

static struct gen_mpi self;
static int* counts;
static int* places;
static int* counts_in;
static int* places_in;
static MPI_Datatype units;

static size_t begin_of(const size_t* ends, int rank) { return rank == 0 ? 0 : ends[rank - 1]; }

/* From pieces as far as INT_MAX, which is what mostly happens. */
static int gather(void* whole, const size_t* ends) {
    if (ends[self.size - 1] <= INT_MAX) {
        for (int r = 0; r < self.size; ++r) {
            counts[r] = (int)(ends[r] - begin_of(ends, r));
            places[r] = (int)begin_of(ends, r);
        }
        return MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, whole, counts, places, MPI_BYTE, MPI_COMM_WORLD);
    }
    for (int r = 0; r < self.size; ++r) {
        char* const first = (char*)whole + begin_of(ends, r);
        const size_t bytes = ends[r] - begin_of(ends, r);
        int error = MPI_Bcast(first, (int)(bytes / unit), units, r, MPI_COMM_WORLD);
        if (error == MPI_SUCCESS) error = MPI_Bcast(first + bytes / unit * unit, (int)(bytes % unit), MPI_BYTE, r, MPI_COMM_WORLD);
        if (error != MPI_SUCCESS) return error;
    }
    return MPI_SUCCESS;
}

static int exchange(const void* out, const size_t* ends, void* in, size_t own) {
    if (ends[self.size - 1] <= INT_MAX && own * (size_t)self.size <= INT_MAX) {
        for (int r = 0; r < self.size; ++r) {
            counts[r] = (int)(ends[r] - begin_of(ends, r));
            places[r] = (int)begin_of(ends, r);
            counts_in[r] = (int)own;
            places_in[r] = (int)(own * (size_t)r);
        }
        return MPI_Alltoallv(out, counts, places, MPI_BYTE, in, counts_in, places_in, MPI_BYTE, MPI_COMM_WORLD);
    }
    for (int step = 0; step < self.size; ++step) {
        const int to = (self.rank + step) % self.size;
        const int from = (self.rank - step + self.size) % self.size;
        const char* const mine = (const char*)out + begin_of(ends, to);
        char* const theirs = (char*)in + own * (size_t)from;
        const size_t bytes = ends[to] - begin_of(ends, to);
        int error =
            MPI_Sendrecv(mine, (int)(bytes / unit), units, to, 0, theirs, (int)(own / unit), units, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (error == MPI_SUCCESS)
            error = MPI_Sendrecv(mine + bytes / unit * unit, (int)(bytes % unit), MPI_BYTE, to, 1, theirs + own / unit * unit, (int)(own % unit),
                                 MPI_BYTE, from, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (error != MPI_SUCCESS) return error;
    }
    return MPI_SUCCESS;
}

static int broadcast(void* data, size_t bytes) {
    int error = MPI_Bcast(data, (int)(bytes / unit), units, 0, MPI_COMM_WORLD);
    if (error == MPI_SUCCESS) error = MPI_Bcast((char*)data + bytes / unit * unit, (int)(bytes % unit), MPI_BYTE, 0, MPI_COMM_WORLD);
    return error;
}

static void finish(void) { MPI_Finalize(); }

static void end_all(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

const struct gen_mpi* gen_mpi_begin(void) {
    static char library[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;
    int provided = 0;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) return NULL;
    MPI_Comm_rank(MPI_COMM_WORLD, &self.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &self.size);
    MPI_Get_library_version(library, &length);
    library[strcspn(library, ",\n")] = '\0';
    MPI_Type_contiguous(unit, MPI_BYTE, &units);
    MPI_Type_commit(&units);
    counts = malloc(sizeof(int) * 4 * (size_t)self.size);
    if (counts == NULL) return NULL;
    places = counts + self.size;
    counts_in = places + self.size;
    places_in = counts_in + self.size;
    self.interface = gen_mpi_interface;
    self.library = library;
    self.gather = gather;
    self.exchange = exchange;
    self.broadcast = broadcast;
    self.finish = finish;
    self.abort = end_all;
    return &self;
}
