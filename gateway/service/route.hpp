/// The routes: one table, from which the router, the checks of rights and the test against
/// docs/api.yaml come.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "gateway/http/http.hpp"
#include "gateway/identity/identity.hpp"
#include "gateway/service/office.hpp"

namespace imprimatur::service {

/// One request on its way through a handler.
struct Exchange {
    Office& office;
    http::Request& request;
    identity::Caller caller;
    Language language = Language::English;
    std::map<std::string, std::string> path; ///< values of {names} in the pattern

    std::string const& part(std::string const& name) const { return path.at(name); }
    std::string say(Sentence const& sentence) const {
        return office.sentences.say(sentence, language);
    }
    bool may(identity::Permission permission) const { return caller.may(permission); }
};

using Handle = Result<http::Response> (*)(Exchange&);

/// Who else gets in beside those with the permission; the handler then looks closer.
enum class Also { Nobody, Backend, Self };

struct Route {
    http::Method method;
    std::string_view pattern; ///< "/v1/jobs/{job}/proceed"
    identity::Permission permission;
    Handle handle;
    Also also = Also::Nobody;
};

std::span<Route const> routes();

// The handlers, by the files they stand in.
Result<http::Response> health(Exchange& exchange);
Result<http::Response> metrics(Exchange& exchange);
Result<http::Response> whoami(Exchange& exchange);

Result<http::Response> list_people(Exchange& exchange);
Result<http::Response> show_person(Exchange& exchange);
Result<http::Response> list_due_papers(Exchange& exchange);
Result<http::Response> put_person(Exchange& exchange);

Result<http::Response> list_documents(Exchange& exchange);
Result<http::Response> register_document(Exchange& exchange);
Result<http::Response> show_document(Exchange& exchange);
Result<http::Response> change_document(Exchange& exchange);
Result<http::Response> set_document_level(Exchange& exchange);
Result<http::Response> put_document_file(Exchange& exchange);
Result<http::Response> upload_file(Exchange& exchange);
Result<http::Response> list_document_copies(Exchange& exchange);
Result<http::Response> list_endings(Exchange& exchange);
Result<http::Response> derive_document(Exchange& exchange);

Result<http::Response> import_documents(Exchange& exchange);
Result<http::Response> import_people(Exchange& exchange);

Result<http::Response> list_requests(Exchange& exchange);
Result<http::Response> ask(Exchange& exchange);
Result<http::Response> show_request(Exchange& exchange);
Result<http::Response> preview_request(Exchange& exchange);
Result<http::Response> approve(Exchange& exchange);
Result<http::Response> withdraw_request(Exchange& exchange);
Result<http::Response> list_grants(Exchange& exchange);
Result<http::Response> show_grant(Exchange& exchange);

Result<http::Response> list_reviews(Exchange& exchange);
Result<http::Response> show_review(Exchange& exchange);
Result<http::Response> review_picture(Exchange& exchange);
Result<http::Response> decide_review(Exchange& exchange);

Result<http::Response> list_jobs(Exchange& exchange);
Result<http::Response> announce_job(Exchange& exchange);
Result<http::Response> show_job(Exchange& exchange);
Result<http::Response> put_job_original(Exchange& exchange);
Result<http::Response> put_job_document(Exchange& exchange);
Result<http::Response> proceed(Exchange& exchange);
Result<http::Response> cancel_job(Exchange& exchange);
Result<http::Response> deliver_copy(Exchange& exchange);
Result<http::Response> fetch_copy(Exchange& exchange);
Result<http::Response> settle_copy(Exchange& exchange);

Result<http::Response> list_copies(Exchange& exchange);
Result<http::Response> show_copy(Exchange& exchange);
Result<http::Response> spoil_copy(Exchange& exchange);

Result<http::Response> list_matters(Exchange& exchange);
Result<http::Response> open_matter(Exchange& exchange);
Result<http::Response> show_matter(Exchange& exchange);
Result<http::Response> act_in_matter(Exchange& exchange);
Result<http::Response> list_due_inspections(Exchange& exchange);
Result<http::Response> matter_slip(Exchange& exchange);
Result<http::Response> list_holdings(Exchange& exchange);
Result<http::Response> set_pin(Exchange& exchange);
Result<http::Response> clear_pin(Exchange& exchange);

Result<http::Response> trace_serial(Exchange& exchange);
Result<http::Response> trace_image(Exchange& exchange);
Result<http::Response> signature_key(Exchange& exchange);

Result<http::Response> list_keys(Exchange& exchange);
Result<http::Response> rotate_key(Exchange& exchange);

Result<http::Response> copy_record(Exchange& exchange);
Result<http::Response> issue_register(Exchange& exchange);
Result<http::Response> store_register(Exchange& exchange);
Result<http::Response> matter_register(Exchange& exchange);
Result<http::Response> breach_register(Exchange& exchange);
Result<http::Response> document_register(Exchange& exchange);
Result<http::Response> release_register(Exchange& exchange);
Result<http::Response> release_notice(Exchange& exchange);

Result<http::Response> list_audit(Exchange& exchange);
Result<http::Response> verify_audit(Exchange& exchange);

Result<http::Response> show_policy(Exchange& exchange);
Result<http::Response> explain_policy(Exchange& exchange);

} // namespace imprimatur::service
