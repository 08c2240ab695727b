#include "gateway/print/review.hpp"

#include "foundation/step/step.hpp"
#include "gateway/print/granting.hpp"
#include "gateway/print/inside.hpp"
#include "gateway/registry/words.hpp"

namespace imprimatur::print {

Result<Proceeding> Jobs::Inside::hold_for_review(registry::Transaction transaction,
                                                 registry::Job job, Doubt const& doubt) {
    Told const told{doubt.sentence, "imprimatur-review-needed", doubt.clauses};
    registry::Review review;
    review.job = job.id;
    review.sentence = to_note(told);
    review.document = doubt.document;
    review.page = doubt.pages ? doubt.pages->page : 1;
    review.registered_page = doubt.pages ? doubt.pages->registered : 0;
    review.created_at = parts.clock.now();
    auto added = transaction.add_review(
        review,
        {"review.asked", "job:" + job.id, doubt.clauses, {{"sentence", doubt.sentence.id}}});
    if (!added) {
        return pass_on(added);
    }
    job.sentence = review.sentence;
    auto moved =
        move_job(transaction, job, registry::JobState::Waiting,
                 {"job.held",
                  "job:" + job.id,
                  doubt.clauses,
                  {{"review", std::to_string(added->id)}, {"sentence", doubt.sentence.id}}});
    if (!moved) {
        return pass_on(moved);
    }
    step("decide.before-commit");
    auto done = commit(std::move(transaction));
    if (!done) {
        return pass_on(done);
    }
    step("request.recorded");
    parts.say("job " + job.id + " held: " + doubt.sentence.id + ", review " +
              std::to_string(added->id));
    return Proceeding{Verdict::Hold, told.sentence, told.reason, told.clauses, {}};
}

namespace {

Result<std::optional<registry::Document>> find_document(registry::Transaction& transaction,
                                                        std::optional<registry::Id> id) {
    if (!id) {
        return std::optional<registry::Document>();
    }
    auto document = transaction.document(*id);
    return document ? Result<std::optional<registry::Document>>(*document) : pass_on(document);
}

Result<ReviewView> view_of(registry::Transaction& transaction, registry::Review const& review) {
    auto job = transaction.find_job(review.job);
    if (!job) {
        return pass_on(job);
    }
    if (!*job) {
        return fail(Fault::Corrupt, {"print.record-damaged", {}}, "a review of no job");
    }
    auto told = read_told(review.sentence);
    auto document = find_document(transaction, review.document);
    auto belongs_to = find_document(transaction, review.belongs_to);
    auto person = transaction.find_person((*job)->user);
    if (!told || !person) {
        return told ? pass_on(person) : pass_on(told);
    }
    if (!document || !belongs_to) {
        return document ? pass_on(belongs_to) : pass_on(document);
    }
    ReviewView view{review, **job, *told, *document, *belongs_to, *person, 0};
    if (!view.job.inspection.empty()) {
        auto seen = read_seen(view.job.inspection);
        if (!seen) {
            return pass_on(seen);
        }
        view.pages = seen->inspection.pages;
    }
    return view;
}

/// What was decided, from the officer's word. @error BadInput, NotFound
Result<registry::Review> decided(registry::Transaction& transaction, registry::Review review,
                                 std::string const& account, ReviewWord const& word) {
    if (word.note.empty()) {
        return fail(Fault::BadInput, {"print.review-needs-reason", {}});
    }
    review.state = word.state;
    review.decided_by = account;
    review.note = word.note;
    if (word.state == registry::ReviewState::Belongs) {
        auto document = transaction.find_document(word.document);
        if (!document) {
            return pass_on(document);
        }
        if (!*document) {
            return fail(Fault::NotFound, {"print.document-unknown", {{"document", word.document}}});
        }
        review.belongs_to = (*document)->id;
    }
    if (word.state == registry::ReviewState::StandsAlone) {
        if (!word.level) {
            return fail(Fault::BadInput, {"print.review-needs-level", {}});
        }
        review.level = word.level;
        review.period = word.period;
    }
    return review;
}

registry::Entry entry_for(ReviewView const& view, registry::Review const& review,
                          ReviewWord const& word) {
    registry::Entry entry{"review.decided",
                          "job:" + view.job.id,
                          view.told.clauses,
                          {{"review", std::to_string(review.id)},
                           {"verdict", std::string(registry::word(review.state))},
                           {"note", word.note}}};
    if (!word.document.empty()) {
        entry.details["document"] = word.document;
    }
    if (review.level) {
        entry.details["level"] = std::string(identifier(*review.level));
    }
    return entry;
}

} // namespace

Result<std::vector<ReviewView>> Reviews::list(std::optional<registry::ReviewState> state) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto reviews = transaction->reviews(state);
    if (!reviews) {
        return pass_on(reviews);
    }
    std::vector<ReviewView> out;
    for (auto const& review : *reviews) {
        auto view = view_of(*transaction, review);
        if (!view) {
            return pass_on(view);
        }
        out.push_back(std::move(*view));
    }
    return out;
}

Result<ReviewView> Reviews::show(registry::Id id) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto review = transaction->review(id);
    return review ? view_of(*transaction, *review) : pass_on(review);
}

Result<Descriptor> Reviews::picture(registry::Id id, std::string const& account, int dpi) const {
    auto view = show(id);
    if (!view) {
        return pass_on(view);
    }
    auto const& object = view->job.original.empty() ? view->job.object : view->job.original;
    auto document = parts_.store.open_object(object);
    if (!document) {
        return fail(Fault::NotFound, {"print.review-without-file", {}}, document.error().cause);
    }
    bool const has_other =
        view->document && !view->document->object.empty() && view->review.registered_page > 0;
    auto other =
        has_other ? std::optional(parts_.store.open_object(view->document->object)) : std::nullopt;
    auto picture =
        other && *other
            ? parts_.documents.side_by_side(*document, **other,
                                            {view->review.page, view->review.registered_page}, dpi)
            : parts_.documents.render(*document, view->review.page, dpi);
    if (!picture) {
        return picture;
    }
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto recorded = transaction->record(
        {"review.looked-at",
         "job:" + view->job.id,
         {},
         {{"review", std::to_string(id)}, {"page", std::to_string(view->review.page)}}});
    auto done = recorded ? commit(std::move(*transaction)) : recorded;
    return done ? std::move(picture) : pass_on(done);
}

Result<ReviewView> Reviews::decide(registry::Id id, std::string const& account,
                                   ReviewWord const& word) const {
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto found = transaction->review(id);
    auto view = found ? view_of(*transaction, *found) : Result<ReviewView>(pass_on(found));
    if (!view) {
        return view;
    }
    if (view->job.user == account) {
        return fail(Fault::Denied, {"print.own-review", {}});
    }
    auto review = decided(*transaction, view->review, account, word);
    if (!review) {
        return pass_on(review);
    }
    auto written = transaction->decide_review(*review, entry_for(*view, *review, word));
    if (!written) {
        return pass_on(written);
    }
    step("review.before-commit");
    auto done = commit(std::move(*transaction));
    if (!done) {
        return pass_on(done);
    }
    step("review.recorded");
    release_all(parts_, {view->job});
    return show(id);
}

} // namespace imprimatur::print
