#include "gateway/service/route.hpp"

#include <array>

namespace imprimatur::service {

namespace {

using enum http::Method;
using enum identity::Permission;

constexpr std::array table{
    Route{Get, "/healthz", Anyone, health},
    Route{Get, "/metrics", Anyone, metrics},
    Route{Get, "/v1/whoami", Anyone, whoami},

    Route{Get, "/v1/people", SeePeople, list_people},
    Route{Get, "/v1/papers/due", SeePeople, list_due_papers},
    Route{Get, "/v1/people/{account}", SeePeople, show_person, Also::Self},
    Route{Put, "/v1/people/{account}", ManagePeople, put_person},
    Route{Get, "/v1/people/{account}/holdings", SeeRegisters, list_holdings, Also::Self},
    Route{Put, "/v1/people/{account}/pin", UseMatters, set_pin},
    Route{Delete, "/v1/people/{account}/pin", ManagePeople, clear_pin},

    Route{Get, "/v1/documents", SeeDocuments, list_documents},
    Route{Post, "/v1/documents", RegisterDocuments, register_document},
    Route{Get, "/v1/documents/{document}", SeeDocuments, show_document},
    Route{Patch, "/v1/documents/{document}", RegisterDocuments, change_document},
    Route{Post, "/v1/documents/{document}/level", SeeDocuments, set_document_level},
    Route{Put, "/v1/documents/{document}/file", RegisterDocuments, put_document_file},
    Route{Post, "/v1/files", RegisterDocuments, upload_file},
    Route{Get, "/v1/documents/{document}/copies", SeeCopies, list_document_copies},
    Route{Get, "/v1/endings", SeeDocuments, list_endings},
    Route{Post, "/v1/derivations", RegisterDocuments, derive_document},

    Route{Post, "/v1/imports/documents", RegisterDocuments, import_documents},
    Route{Post, "/v1/imports/people", ManagePeople, import_people},

    Route{Get, "/v1/requests", SeeRequests, list_requests},
    Route{Post, "/v1/requests", RequestCopies, ask},
    Route{Get, "/v1/requests/{request}", SeeRequests, show_request},
    Route{Get, "/v1/requests/{request}/pages/{page}", SeeRequests, preview_request},
    Route{Post, "/v1/requests/{request}/approvals", SeeRequests, approve},
    Route{Post, "/v1/requests/{request}/withdraw", RequestCopies, withdraw_request},
    Route{Get, "/v1/grants", SeeRequests, list_grants},
    Route{Get, "/v1/grants/{grant}", SeeRequests, show_grant},

    Route{Get, "/v1/reviews", ReviewJobs, list_reviews},
    Route{Get, "/v1/reviews/{review}", ReviewJobs, show_review},
    Route{Get, "/v1/reviews/{review}/picture", ReviewJobs, review_picture},
    Route{Post, "/v1/reviews/{review}/decision", ReviewJobs, decide_review},

    Route{Get, "/v1/jobs", SeeJobs, list_jobs},
    Route{Post, "/v1/jobs", Backend, announce_job},
    Route{Get, "/v1/jobs/{job}", SeeJobs, show_job},
    Route{Put, "/v1/jobs/{job}/original", Backend, put_job_original},
    Route{Put, "/v1/jobs/{job}/document", Backend, put_job_document},
    Route{Post, "/v1/jobs/{job}/proceed", Backend, proceed},
    Route{Post, "/v1/jobs/{job}/cancel", CancelOwnJob, cancel_job, Also::Backend},
    Route{Post, "/v1/jobs/{job}/copies/{serial}/deliver", Backend, deliver_copy},
    Route{Get, "/v1/jobs/{job}/copies/{serial}/document", Backend, fetch_copy},
    Route{Post, "/v1/jobs/{job}/copies/{serial}/settle", Backend, settle_copy},

    Route{Get, "/v1/copies", SeeCopies, list_copies},
    Route{Get, "/v1/copies/{serial}", SeeCopies, show_copy},
    Route{Post, "/v1/copies/{serial}/spoil", ChangeCopies, spoil_copy},

    Route{Get, "/v1/matters", SeeMatters, list_matters},
    Route{Post, "/v1/matters", UseMatters, open_matter},
    Route{Get, "/v1/inspections/due", SeeRegisters, list_due_inspections},
    Route{Get, "/v1/matters/{matter}", SeeMatters, show_matter},
    Route{Get, "/v1/matters/{matter}/slip", SeeMatters, matter_slip},
    Route{Post, "/v1/matters/{matter}/acts", UseMatters, act_in_matter},

    Route{Get, "/v1/trace", Trace, trace_serial},
    Route{Post, "/v1/trace", Trace, trace_image},
    Route{Get, "/v1/signature-key", Anyone, signature_key},

    Route{Get, "/v1/keys", ManageKeys, list_keys},
    Route{Post, "/v1/keys", ManageKeys, rotate_key},

    Route{Get, "/v1/registers/copy-record", SeeRegisters, copy_record},
    Route{Get, "/v1/registers/issue", SeeRegisters, issue_register},
    Route{Get, "/v1/registers/store", SeeRegisters, store_register},
    Route{Get, "/v1/registers/matters", SeeRegisters, matter_register},
    Route{Get, "/v1/registers/breaches", SeeRegisters, breach_register},
    Route{Get, "/v1/registers/documents", SeeRegisters, document_register},
    Route{Get, "/v1/registers/declassified", SeeRegisters, release_register},
    Route{Get, "/v1/registers/declassification-notice", SeeRegisters, release_notice},

    Route{Get, "/v1/audit", ReadAudit, list_audit},
    Route{Get, "/v1/audit/verify", ReadAudit, verify_audit},

    Route{Get, "/v1/policy", SeePolicy, show_policy},
    Route{Post, "/v1/policy/explain", SeePolicy, explain_policy},
};

} // namespace

std::span<Route const> routes() {
    return table;
}

} // namespace imprimatur::service
