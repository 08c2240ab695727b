/// The process that touches documents: locks itself in, then answers the gateway until it is left.
///
/// Promise: nothing of a document is read before the sandbox is shut; whatever goes wrong with one
/// request is an answer, or the end of this process, never of the gateway.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "marking/pipe/frame.hpp"
#include "marking/pipe/words.hpp"

namespace imprimatur::worker {

/// What is asked: the words of the request and the files that came with it.
struct Request {
    pipe::Json words;
    std::vector<Descriptor> files;

    /// The document asked about. @error Internal "pipe.bad-request" there is none.
    Result<Descriptor const*> document() const;
};

struct Answer {
    pipe::Json words;
    std::vector<Descriptor> files;
};

using Operation = std::function<Result<Answer>(Request const&)>;
/// By the name in the request's "do".
using Operations = std::map<std::string, Operation>;

/// What the gateway can ask for: inspect, look_deeper, compare, side_by_side, render, outline,
/// read, mark, draw.
/// @param data folder with templates/
Operations operations(std::filesystem::path const& data);

/// The whole program. @param also further operations, or others in their place (for tests).
int run(int count, char** words, std::function<Operations(Operations)> const& also = {});

} // namespace imprimatur::worker
