#include "gateway/service/reply.hpp"

#include <cstdlib>

namespace imprimatur::service {

using nlohmann::json;

http::Response json_reply(json const& value, unsigned status) {
    return http::text_response(status, "application/json",
                               value.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

http::Response nothing_reply() {
    http::Response response;
    response.status = 204;
    return response;
}

http::Response file_reply(Descriptor file, std::string const& type) {
    http::Response response;
    response.headers.set("Content-Type", type);
    response.headers.set("Cache-Control", "no-store");
    response.body = http::FileBody{std::move(file)};
    return response;
}

json json_of(Error const& error, Sentences const& sentences, Language language) {
    return {{"fault", http::name_of(error.fault)},
            {"sentence_id", error.sentence.id},
            {"sentence", sentences.say(error.sentence, language)}};
}

http::Response error_reply(Error const& error, Sentences const& sentences, Language language) {
    return json_reply(json_of(error, sentences, language), http::status_of(error.fault));
}

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

/// "zh-CN;q=0.8" → weight 0.8.
double weight_of(std::string_view item) {
    auto place = item.find(";q=");
    if (place == item.npos) {
        return 1.0;
    }
    return std::strtod(std::string(item.substr(place + 3)).c_str(), nullptr);
}

} // namespace

Language language_asked(http::Headers const& headers, Language otherwise) {
    auto field = headers.find("Accept-Language");
    if (!field) {
        return otherwise;
    }
    double best = 0;
    Language out = otherwise;
    for (std::string_view rest = *field; !rest.empty();) {
        auto end = rest.find(',');
        auto item = trimmed(rest.substr(0, end));
        rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
        bool is_known = item.starts_with("zh") || item.starts_with("en");
        if (is_known && weight_of(item) > best) {
            best = weight_of(item);
            out = language_of(item);
        }
    }
    return out;
}

bool wants_pdf(http::Request const& request) {
    if (auto format = request.target.find_query("format")) {
        return *format == "pdf";
    }
    auto accept = request.headers.find("Accept").value_or("");
    return accept.find("application/pdf") != accept.npos &&
           accept.find("application/json") == accept.npos;
}

std::string log_line(std::string_view text) {
    std::string out(text);
    for (auto& c : out) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            c = '?';
        }
    }
    return out;
}

} // namespace imprimatur::service
