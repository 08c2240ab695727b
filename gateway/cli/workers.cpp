#include "gateway/cli/workers.hpp"

#include <filesystem>

#include "foundation/sentence/sentence.hpp"

namespace imprimatur::cli {

Result<pipe::Workers> start_workers() {
    std::error_code failed;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", failed);
    pipe::Settings settings;
    settings.program = program.parent_path() / "imprimatur-worker";
    settings.data = data_folder();
    settings.processes = 1;
    return pipe::Workers::start(std::move(settings));
}

} // namespace imprimatur::cli
