#include "door.hpp"

#include <netinet/in.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <gmock/gmock.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::http {
namespace {

using testing::EndsWith;
using testing::StartsWith;

/// A certificate for "localhost", signed by itself, and its key.
void write_certificate(std::string const& certificate_file, std::string const& key_file) {
    Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
    Owned<X509, X509_free> certificate(X509_new());
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    Owned<std::FILE, std::fclose> file(std::fopen(certificate_file.c_str(), "we"));
    PEM_write_X509(file.get(), certificate.get());
    file.reset(std::fopen(key_file.c_str(), "we"));
    PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

class TlsDoor : public Door {
  protected:
    void SetUp() override { write_certificate(folder_ / "certificate", folder_ / "key"); }

    Settings tls_settings() const {
        auto s = settings();
        s.local.reset();
        s.tls = TlsListener{"127.0.0.1", 0, folder_ / "certificate", folder_ / "key"};
        return s;
    }

    static Descriptor connect(std::uint16_t port) {
        Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
                  0);
        return socket;
    }

    /// What comes back over TLS, at most `version`; nothing when there is no handshake.
    static std::string ask(std::uint16_t port, std::string const& said,
                           int version = TLS1_3_VERSION) {
        auto socket = connect(port);
        Owned<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context.get(), version);
        Owned<SSL, SSL_free> line(SSL_new(context.get()));
        SSL_set_fd(line.get(), socket.number());
        if (SSL_connect(line.get()) != 1) {
            return {};
        }
        for (std::size_t done = 0; done < said.size();) {
            int sent =
                SSL_write(line.get(), said.data() + done,
                          static_cast<int>(std::min<std::size_t>(said.size() - done, 1 << 16)));
            if (sent <= 0) {
                break;
            }
            done += static_cast<std::size_t>(sent);
        }
        std::string out;
        char part[16384];
        for (int got = 0; (got = SSL_read(line.get(), part, sizeof part)) > 0;) {
            out.append(part, static_cast<std::size_t>(got));
        }
        return out;
    }
};

TEST_F(TlsDoor, CarriesRequestsWithoutAPeerButWithAnAddress) {
    auto server = open(tls_settings(), [](Request& request) {
        EXPECT_FALSE(request.peer);
        auto text = request.body.read_text(4 << 20);
        return text_response(200, "text/plain", request.remote + std::to_string(text->size()));
    });
    std::string body(3 << 20, 'x');
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto heard = ask(server.tls_port(),
                         "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body,
                         version);
        EXPECT_THAT(heard, StartsWith("HTTP/1.1 200 OK"));
        EXPECT_THAT(heard, EndsWith("127.0.0.13145728"));
    }
}

TEST_F(TlsDoor, SendsFiles) {
    auto file = memory_file("test");
    std::string content;
    for (int i = 0; i < 300000; ++i) {
        content += std::to_string(i);
    }
    ASSERT_TRUE(write_all(*file, content));
    auto server = open(tls_settings(), [&](Request&) {
        Response response;
        response.body = FileBody{Descriptor(::dup(file->number())), 0, {}};
        return response;
    });
    EXPECT_THAT(ask(server.tls_port(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                EndsWith("\r\n\r\n" + content));
}

TEST_F(TlsDoor, SpeaksNoOldTls) {
    auto server = open(tls_settings(), [](Request&) { return Response{}; });
    EXPECT_EQ(ask(server.tls_port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n", TLS1_1_VERSION), "");
}

TEST_F(TlsDoor, EndsAHandshakeThatDoesNotCome) {
    auto wanted = tls_settings();
    wanted.limits.head_time = std::chrono::milliseconds(200);
    auto server = open(std::move(wanted), [](Request&) { return Response{}; });
    auto socket = connect(server.tls_port());
    pollfd waiting{socket.number(), POLLIN, 0};
    EXPECT_EQ(::poll(&waiting, 1, 20000), 1);
}

TEST_F(TlsDoor, AnswersPlainHttpWithNothing) {
    auto server = open(tls_settings(), [](Request&) { return Response{}; });
    auto socket = connect(server.tls_port());
    ASSERT_TRUE(write_all(socket, std::string_view("GET / HTTP/1.1\r\nHost: x\r\n\r\n")));
    char part[100];
    auto got = ::recv(socket.number(), part, sizeof part, 0);
    EXPECT_TRUE(got <= 0 || part[0] != 'H');
}

TEST_F(TlsDoor, NeedsACertificateThatFitsItsKey) {
    auto wanted = tls_settings();
    write_certificate(folder_ / "other", folder_ / "other-key");
    wanted.tls->key_file = folder_ / "other-key";
    auto server = Server::start(std::move(wanted), [](Request&) { return Response{}; });
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().fault, Fault::BadInput);
    EXPECT_EQ(server.error().sentence.id, "http.certificate");
}

} // namespace
} // namespace imprimatur::http
