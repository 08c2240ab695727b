#include <cstdio>
#include <exception>

#include "cups-backend/backend.hpp"

int main(int count, char** words) {
    using imprimatur::backend::Exit;
    try {
        return imprimatur::backend::run({words, words + count});
    } catch (std::exception const& e) {
        // No memory, or a broken promise of ours: nothing was decided, so the job stays.
        std::fputs("WARNING: Imprimatur: the backend broke off and begins again\nDEBUG: ", stderr);
        std::fprintf(stderr, "%.200s\n", e.what());
        return static_cast<int>(Exit::RetryCurrent);
    }
}
