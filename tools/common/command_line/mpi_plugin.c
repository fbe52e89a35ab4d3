#include "tools/common/command_line/mpi_plugin.h"

#include <limits.h>
#include <mpi.h>
#include <stdlib.h>
#include <string.h>

/* MPI counts in int: longer pieces are sent in units of so many bytes, and what is left over by itself; longer messages are several. */
enum { unit = 1 << 20, longest = 1 << 30 };

static struct gen_mpi self;
static int* counts;
static int* places;
static MPI_Datatype units;

/* Of messages that have begun. */
static MPI_Request* requests;
static int begun;
static int room;

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

static int broadcast(void* data, size_t bytes) {
    int error = MPI_Bcast(data, (int)(bytes / unit), units, 0, MPI_COMM_WORLD);
    if (error == MPI_SUCCESS) error = MPI_Bcast((char*)data + bytes / unit * unit, (int)(bytes % unit), MPI_BYTE, 0, MPI_COMM_WORLD);
    return error;
}

/* Null: there is no memory. */
static MPI_Request* next_request(void) {
    if (begun == room) {
        MPI_Request* const more = realloc(requests, sizeof(MPI_Request) * ((size_t)room * 2 + 64));
        if (more == NULL) return NULL;
        requests = more;
        room = room * 2 + 64;
    }
    return requests + begun++;
}

static int message_bytes(size_t left) { return left < longest ? (int)left : longest; }

static int send(const void* first, size_t bytes, int to) {
    int error = MPI_SUCCESS;
    for (size_t at = 0; at < bytes && error == MPI_SUCCESS; at += longest) {
        MPI_Request* const request = next_request();
        if (request == NULL) return MPI_ERR_NO_MEM;
        error = MPI_Isend((const char*)first + at, message_bytes(bytes - at), MPI_BYTE, to, 0, MPI_COMM_WORLD, request);
    }
    return error;
}

static int receive(void* first, size_t bytes, int from) {
    int error = MPI_SUCCESS;
    for (size_t at = 0; at < bytes && error == MPI_SUCCESS; at += longest) {
        MPI_Request* const request = next_request();
        if (request == NULL) return MPI_ERR_NO_MEM;
        error = MPI_Irecv((char*)first + at, message_bytes(bytes - at), MPI_BYTE, from, 0, MPI_COMM_WORLD, request);
    }
    return error;
}

static int progress(void) {
    int all = 0;
    const int error = begun == 0 ? MPI_SUCCESS : MPI_Testall(begun, requests, &all, MPI_STATUSES_IGNORE);
    if (all) begun = 0;
    return error;
}

static int await(void) {
    const int error = begun == 0 ? MPI_SUCCESS : MPI_Waitall(begun, requests, MPI_STATUSES_IGNORE);
    begun = 0;
    return error;
}

static void finish(void) {
    MPI_Type_free(&units);
    MPI_Finalize();
}

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
    counts = malloc(sizeof(int) * 2 * (size_t)self.size);
    if (counts == NULL) return NULL;
    places = counts + self.size;
    self.interface = gen_mpi_interface;
    self.library = library;
    self.gather = gather;
    self.broadcast = broadcast;
    self.send = send;
    self.receive = receive;
    self.progress = progress;
    self.wait = await;
    self.finish = finish;
    self.abort = end_all;
    return &self;
}
