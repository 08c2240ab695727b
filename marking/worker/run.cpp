#include <charconv>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <sys/socket.h>

#include "foundation/lanes/lanes.hpp"
#include "marking/canvas/canvas.hpp"
#include "marking/ocr/ocr.hpp"
#include "marking/render/render.hpp"
#include "marking/sandbox/sandbox.hpp"
#include "marking/worker/worker.hpp"

namespace imprimatur::worker {

namespace {

constexpr int socket_number = 3;
constexpr std::uint64_t most_json = 256ULL << 20U;

struct Arguments {
    std::filesystem::path data;
    sandbox::Bounds bounds{};
};

std::optional<std::uint64_t> find_number(std::string_view text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

std::optional<Arguments> find_arguments(int count, char** words) {
    std::map<std::string, std::string> given;
    for (int i = 1; i + 1 < count; i += 2) {
        given[words[i]] = words[i + 1];
    }
    auto const memory = find_number(given["--memory"]);
    auto const output = find_number(given["--output"]);
    int kind = 0;
    socklen_t size = sizeof kind;
    bool const has_pipe = ::getsockopt(socket_number, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 &&
                          kind == SOCK_SEQPACKET;
    if (!has_pipe || given["--data"].empty() || !memory || !output) {
        return std::nullopt;
    }
    Arguments arguments{given["--data"], {*memory, *output, sandbox::fonts_and_tables()}};
    arguments.bounds.readable.push_back(arguments.data / "templates");
    return arguments;
}

tl::unexpected<Error> bad_request(std::string const& cause) {
    return fail(Fault::Internal, {"pipe.bad-request", {}}, cause);
}

/// Does what is asked. The one place where exceptions of all libraries end.
Result<Answer> attend(Operations const& operations, pipe::Message message) {
    try {
        Request request{pipe::Json::parse(message.json), std::move(message.files)};
        auto const name = request.words.at("do").get<std::string>();
        auto const operation = operations.find(name);
        if (operation == operations.end()) {
            return bad_request("no operation \"" + name + "\"");
        }
        // The gateway's patience is in wall time; this bounds the computing of all lanes when the
        // gateway is gone.
        sandbox::limit_computing(most_lanes * request.words.at("seconds").get<std::uint32_t>() + 1);
        return operation->second(request);
    } catch (std::bad_alloc const&) {
        return fail(Fault::Exhausted, {"pipe.too-much-memory", {}}, "bad_alloc");
    } catch (pipe::Json::exception const& e) {
        return bad_request(e.what());
    } catch (std::exception const& e) {
        return fail(Fault::Internal, {"pipe.failed", {}}, e.what());
    }
}

pipe::Message to_message(Result<Answer> answer) {
    if (!answer) {
        return {pipe::to_text({{"error", pipe::to_json(answer.error())}}), {}};
    }
    return {pipe::to_text(answer->words), std::move(answer->files)};
}

int serve(Descriptor const& socket, Operations const& operations) {
    while (true) {
        auto message = pipe::receive(socket, pipe::no_deadline, most_json);
        if (!message) {
            return 0; // the gateway left
        }
        auto answer = attend(operations, std::move(*message));
        sandbox::limit_computing(0);
        if (!pipe::send(socket, to_message(std::move(answer)))) {
            return 1;
        }
    }
}

} // namespace

Result<Descriptor const*> Request::document() const {
    if (files.size() != 1) {
        return bad_request("one document is needed");
    }
    return &files.front();
}

namespace {

/// What documents and pictures are read with. Without it they would be read wrong, silently.
Result<void> check_tables(bool has_character_maps) {
    if (!has_character_maps) {
        return fail(Fault::Unavailable, {"pipe.tables-missing", {{"package", "poppler-data"}}});
    }
    if (auto const language = ocr::missing_language(); !language.empty()) {
        return fail(
            Fault::Unavailable,
            {"pipe.tables-missing", {{"package", "tesseract-ocr-chi-sim, tesseract-ocr-eng"}}},
            language);
    }
    return {};
}

} // namespace

int run(int count, char** words, std::function<Operations(Operations)> const& also) {
    auto const arguments = find_arguments(count, words);
    if (!arguments) {
        std::fputs(
            "imprimatur-worker is started by imprimaturd and by imprimatur; there is nothing to "
            "do with it by hand.\n",
            stderr);
        return 2;
    }
    Descriptor const socket(socket_number);
    auto todo = operations(arguments->data);
    if (also) {
        todo = also(std::move(todo));
    }
    auto const tables = check_tables(render::warm_up());
    static_cast<void>(canvas::has_font(canvas::hei)); // reads the list of fonts
    auto missing = tables ? sandbox::lock_in(arguments->bounds)
                          : Result<std::vector<std::string>>(pass_on(tables));
    auto const hello = missing ? pipe::Json{{"lacks", *missing}}
                               : pipe::Json{{"error", pipe::to_json(missing.error())}};
    if (!pipe::send(socket, {pipe::to_text(hello), {}}) || !missing) {
        return 1;
    }
    return serve(socket, todo);
}

} // namespace imprimatur::worker
