// One story told to both databases is the same story read back, but for what chance gives.
#include "tests/integration/registry/databases.hpp"

#include <sstream>

#include "gateway/registry/words.hpp"

namespace imprimatur::registry {
namespace {

std::string or_none(std::optional<Id> id) {
    return id ? std::to_string(*id) : "none";
}

class Story {
  public:
    explicit Story(std::string const& connection)
        : registry_(Registry::open(connection, clock_).value()) {}

    std::string tell_and_read() {
        for (auto const* number : {"乙-10", "a_2", "A_1", "甲-2", "é", "z"}) {
            tell(number);
        }
        read();
        return out_.str();
    }

  private:
    void tell(std::string const& number) {
        clock_->set(clock_->now() + std::chrono::milliseconds(12345));
        auto transaction = registry_.begin("actor-" + number).value();
        Person person;
        person.account = number;
        person.roles = {"b", "a", number};
        note(transaction.put_person(person, entry("person.put")));
        Document document;
        document.number = number;
        document.title = "title\xff of " + number;
        document.scope = {"乙", "甲", "a"};
        document.id = transaction.add_document(document, entry("document.registered")).value().id;
        note(transaction.add_document(document, entry("document.registered")));
        Request request;
        request.document = document.id;
        request.requester = number;
        request.count = 4;
        auto asked = transaction.add_request(request, entry("request.made")).value();
        Approval approval{asked.id, 0, "leader", number, ApprovalVerdict::Agree, "同意", {}};
        note(transaction.add_approval(approval, entry("request.approved")));
        note(transaction.add_approval(approval, entry("request.approved")));
        Grant grant;
        grant.request = asked.id;
        grant.count = 4;
        grant.recipients = {"甲", "乙"};
        grant = transaction.add_grant(grant, entry("grant.made")).value();
        print(transaction, document.id, grant.id);
        note(transaction.commit());
    }

    void print(Transaction& transaction, Id document, Id grant) {
        Job job;
        job.queue = "q";
        job.cups_job = document;
        job.user = "u";
        job.id = "job-" + std::to_string(document);
        note(transaction.add_job(job, entry("job.arrived")));
        note(transaction.add_job(job, entry("job.arrived")));
        Transaction::Ask ask{document, job.id, grant, 3, true, {}, {}, CopyKind::Copy, "p", "u"};
        auto copies =
            transaction.reserve(ask, clock_->now(), entry("copy.reserved")).value().copies();
        note(transaction.reserve(ask, clock_->now(), entry("copy.reserved")));
        note(transaction.move_copy(copies[0].serial, CopyState::Void, "v", entry("copy.void")));
        note(transaction.move_copy(copies[1].serial, CopyState::Delivering, "",
                                   entry("copy.delivering")));
        note(transaction.move_copy(copies[1].serial, CopyState::Issued, "i", entry("copy.issued")));
        note(transaction.move_copy(copies[1].serial, CopyState::Void, "", entry("copy.void")));
        job.state = JobState::Finished;
        note(transaction.change_job(job, JobState::Arriving, entry("job.finished")));
        note(transaction.change_job(job, JobState::Arriving, entry("job.finished")));
    }

    template <class T> void note(Result<T> const& result) {
        out_ << (result ? "done" : result.error().sentence.id) << "\n";
    }

    void read() {
        auto transaction = registry_.look().value();
        auto const people = transaction.people().value();
        for (auto const& person : people) {
            out_ << person.account << " " << person.roles.size() << "\n";
        }
        auto const documents = transaction.documents().value();
        for (auto const& document : documents) {
            out_ << document.id << document.number << document.title << *document.scope.begin()
                 << document.last_number << to_text(document.registered_at) << "\n";
            read_copies(transaction, document.id);
        }
        auto const jobs = transaction.jobs().value();
        for (auto const& job : jobs) {
            out_ << job.id << word(job.state) << to_text(job.changed_at) << or_none(job.grant)
                 << "\n";
        }
        note(transaction.each_event(1, [&](audit::Event const& event) -> Result<void> {
            out_ << event.sequence << to_text(event.at) << event.actor << event.what
                 << event.subject << event.clauses[0] << event.details.at("why") << "\n";
            return {};
        }));
    }

    void read_copies(Transaction& transaction, Id document) {
        auto const grants = transaction.grants(document).value();
        for (auto const& grant : grants) {
            out_ << grant.id << grant.used << grant.count << grant.recipients[1] << "\n";
        }
        auto const copies = transaction.copies(document).value();
        for (auto const& copy : copies) {
            out_ << copy.number->text() << word(copy.state) << copy.holder << copy.note
                 << to_text(copy.reserved_at) << or_none(copy.grant) << "\n";
            auto const movements = transaction.movements(copy.serial).value();
            for (auto const& movement : movements) {
                out_ << movement.id << movement.kind << movement.from << movement.to << movement.by
                     << "\n";
            }
        }
    }

    std::shared_ptr<SetClock> clock_ = std::make_shared<SetClock>(start);
    Registry registry_;
    std::ostringstream out_;
};

TEST(SameOnPostgresqlAndSqlite, IsOneStory) {
    Sqlite file;
    Postgresql server;
    auto on_sqlite = Story(file.connection()).tell_and_read();
    EXPECT_EQ(on_sqlite, Story(server.connection()).tell_and_read());
    EXPECT_GT(on_sqlite.size(), 4000U);
}

} // namespace
} // namespace imprimatur::registry
