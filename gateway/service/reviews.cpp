#include "gateway/print/review.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

Result<registry::Id> review_in(Exchange const& exchange) {
    return read_number(exchange.part("review"), "review", 1, INT64_MAX);
}

json json_of(print::ReviewView const& view, Exchange const& exchange) {
    auto document = [](registry::Document const& one) { return service::json_of(one); };
    auto level = [](Level one) { return identifier(one); };
    auto period = [](Period const& one) { return one.identifier(); };
    auto instant = [](Instant at) { return to_text(at); };
    return {{"id", view.review.id},
            {"state", registry::word(view.review.state)},
            {"job", view.job.id},
            {"title", view.job.title},
            {"person", view.job.user},
            {"person_name", view.person ? view.person->full_name : view.job.user},
            {"copies", view.job.copies},
            {"pages", view.pages},
            {"sentence", exchange.say(view.told.sentence)},
            {"sentence_id", view.told.sentence.id},
            {"clauses", view.told.clauses},
            {"document", or_null(view.document, document)},
            {"page", view.review.page},
            {"registered_page", view.review.registered_page},
            {"belongs_to", or_null(view.belongs_to, document)},
            {"level", or_null(view.review.level, level)},
            {"period", or_null(view.review.period, period)},
            {"decided_by", view.review.decided_by},
            {"note", view.review.note},
            {"created_at", to_text(view.review.created_at)},
            {"decided_at", or_null(view.review.decided_at, instant)}};
}

Result<std::optional<registry::ReviewState>> state_in(http::Target const& target) {
    auto const text = target.find_query("state").value_or("waiting");
    if (text == "all") {
        return std::optional<registry::ReviewState>();
    }
    auto state = registry::find_word<registry::ReviewState>(text);
    if (!state) {
        return wrong_field("state", "waiting, belongs, stands-alone, refused, withdrawn, all");
    }
    return state;
}

print::ReviewWord read_word(Input& input) {
    print::ReviewWord word;
    auto const verdict = input.needed_text("verdict", 20);
    auto const state = registry::find_word<registry::ReviewState>(verdict);
    bool const is_verdict = state && *state != registry::ReviewState::Waiting &&
                            *state != registry::ReviewState::Withdrawn;
    if (!is_verdict) {
        input.wrong("verdict", "belongs, stands-alone, refused");
    }
    word.state = is_verdict ? *state : registry::ReviewState::Refused;
    if (word.state == registry::ReviewState::Belongs) {
        word.document = input.needed_text("document", 200);
    }
    if (word.state == registry::ReviewState::StandsAlone) {
        word.level = find_level(input.needed_text("level", 20));
        if (!word.level) {
            input.wrong("level", expected_level());
        }
        if (auto const text = input.text("period", 40); !text.empty()) {
            word.period = find_period(text);
            if (!word.period) {
                input.wrong("period", expected_period());
            }
        }
    }
    word.note = input.needed_text("note");
    return word;
}

Result<http::Response> replied(Result<print::ReviewView> const& view, Exchange const& exchange) {
    if (!view) {
        return pass_on(view);
    }
    return json_reply(json_of(*view, exchange));
}

} // namespace

Result<http::Response> list_reviews(Exchange& exchange) {
    auto state = state_in(exchange.request.target);
    if (!state) {
        return pass_on(state);
    }
    auto views = exchange.office.reviews.list(*state);
    if (!views) {
        return pass_on(views);
    }
    json out = json::array();
    for (auto const& view : *views) {
        out.push_back(json_of(view, exchange));
    }
    return json_reply({{"reviews", out}});
}

Result<http::Response> show_review(Exchange& exchange) {
    auto id = review_in(exchange);
    return id ? replied(exchange.office.reviews.show(*id), exchange) : pass_on(id);
}

Result<http::Response> review_picture(Exchange& exchange) {
    auto id = review_in(exchange);
    auto dpi =
        read_number(exchange.request.target.find_query("dpi").value_or("80"), "dpi", 10, 200);
    if (!id || !dpi) {
        return id ? pass_on(dpi) : pass_on(id);
    }
    auto picture =
        exchange.office.reviews.picture(*id, exchange.caller.account, static_cast<int>(*dpi));
    if (!picture) {
        return pass_on(picture);
    }
    return file_reply(std::move(*picture), "image/png");
}

Result<http::Response> decide_review(Exchange& exchange) {
    auto id = review_in(exchange);
    auto input = Input::read(exchange.request.body);
    if (!id || !input) {
        return id ? pass_on(input) : pass_on(id);
    }
    auto const word = read_word(*input);
    if (auto closed = input->close(); !closed) {
        return pass_on(closed);
    }
    return replied(exchange.office.reviews.decide(*id, exchange.caller.account, word), exchange);
}

} // namespace imprimatur::service
