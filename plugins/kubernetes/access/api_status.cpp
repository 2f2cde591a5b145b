// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/api_status.h"

#include "plugins/kubernetes/access/encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using nlohmann::json;

namespace {

constexpr std::string_view kMagic("k8s\0", 4);
constexpr std::size_t kMaxStatus = std::size_t{1} << 20;

/// Just enough of protobuf for one small message: this library must not need the generated code.
class Wire {
public:
    explicit Wire(std::string_view bytes) : m_rest(bytes) {}

    /// False at the end and on broken bytes; ok() tells them apart.
    bool next()
    {
        if (m_rest.empty())
            return false;
        std::uint64_t tag = 0;
        if (!varint(tag))
            return false;
        m_field = tag >> 3;
        m_bytes = {};
        m_number = 0;
        switch (tag & 7) {
        case 0:
            return varint(m_number);
        case 1:
            return skip(8);
        case 2: {
            std::uint64_t size = 0;
            if (!varint(size) || size > m_rest.size())
                return m_ok = false;
            m_bytes = m_rest.substr(0, static_cast<std::size_t>(size));
            m_rest.remove_prefix(static_cast<std::size_t>(size));
            return true;
        }
        case 5:
            return skip(4);
        default:
            return m_ok = false;
        }
    }
    std::uint64_t field() const { return m_field; }
    std::string_view bytes() const { return m_bytes; }
    int number() const { return static_cast<int>(std::min<std::uint64_t>(m_number, 1u << 30)); }
    bool ok() const { return m_ok; }

private:
    bool varint(std::uint64_t& out)
    {
        out = 0;
        for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            out |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0)
                return true;
        }
        return m_ok = false;
    }
    bool skip(std::size_t n)
    {
        if (n > m_rest.size())
            return m_ok = false;
        m_rest.remove_prefix(n);
        return true;
    }

    std::string_view m_rest, m_bytes;
    std::uint64_t m_field = 0, m_number = 0;
    bool m_ok = true;
};

/// Field numbers: apimachinery generated.proto, Status, ListMeta, StatusDetails, StatusCause.
bool readDetails(std::string_view bytes, ApiStatus& out)
{
    Wire details(bytes);
    while (details.next()) {
        if (details.field() == 5)
            out.retryAfterSeconds = details.number();
        if (details.field() != 4)
            continue;
        Wire cause(details.bytes());
        while (cause.next()) {
            if (cause.field() == 1)
                out.causes.emplace_back(cause.bytes());
        }
        if (!cause.ok())
            return false;
    }
    return details.ok();
}

std::optional<ApiStatus> fromProto(std::string_view body)
{
    Wire envelope(body.substr(kMagic.size()));
    std::string_view kind, raw;
    while (envelope.next()) {
        if (envelope.field() == 1) {
            Wire type(envelope.bytes());
            while (type.next())
                kind = type.field() == 2 ? type.bytes() : kind;
        } else if (envelope.field() == 2) {
            raw = envelope.bytes();
        }
    }
    if (!envelope.ok() || kind != "Status")
        return std::nullopt;
    ApiStatus out;
    Wire status(raw);
    bool ok = true;
    while (ok && status.next()) {
        if (status.field() == 1) {
            Wire meta(status.bytes());
            while (meta.next()) {
                if (meta.field() == 3)
                    out.continueToken = meta.bytes();
            }
        } else if (status.field() == 3) {
            out.message = status.bytes();
        } else if (status.field() == 4) {
            out.reason = status.bytes();
        } else if (status.field() == 5) {
            ok = readDetails(status.bytes(), out);
        } else if (status.field() == 6) {
            out.code = status.number();
        }
    }
    return ok && status.ok() ? std::optional(std::move(out)) : std::nullopt;
}

std::string text(const json& object, const char* key)
{
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

int number(const json& object, const char* key)
{
    const auto it = object.find(key);
    return it != object.end() && it->is_number_integer()
               ? static_cast<int>(std::clamp<std::int64_t>(it->get<std::int64_t>(), 0, 1 << 30))
               : 0;
}

std::optional<ApiStatus> fromJson(std::string_view body)
{
    const json document = json::parse(body, nullptr, false);
    if (!document.is_object() || text(document, "kind") != "Status")
        return std::nullopt;
    ApiStatus out;
    out.code = number(document, "code");
    out.reason = text(document, "reason");
    out.message = text(document, "message");
    if (const auto meta = document.find("metadata"); meta != document.end() && meta->is_object())
        out.continueToken = text(*meta, "continue");
    const auto details = document.find("details");
    if (details == document.end() || !details->is_object())
        return out;
    out.retryAfterSeconds = number(*details, "retryAfterSeconds");
    const auto causes = details->find("causes");
    if (causes != details->end() && causes->is_array()) {
        for (const json& cause : *causes) {
            if (cause.is_object())
                out.causes.push_back(text(cause, "reason"));
        }
    }
    return out;
}

ErrorCode codeOf(const ApiStatus& status)
{
    static constexpr std::array<std::pair<std::string_view, ErrorCode>, 21> kReasons{{
        {"Unauthorized", ErrorCode::Unauthenticated},
        {"Forbidden", ErrorCode::PermissionDenied},
        {"NotFound", ErrorCode::NotFound},
        {"AlreadyExists", ErrorCode::Conflict},
        {"Conflict", ErrorCode::Conflict},
        {"StoreReadError", ErrorCode::Internal},
        {"Gone", ErrorCode::Expired},
        {"Expired", ErrorCode::Expired},
        {"Invalid", ErrorCode::InvalidInput},
        {"BadRequest", ErrorCode::InvalidInput},
        {"TooManyRequests", ErrorCode::RateLimited},
        {"Timeout", ErrorCode::Timeout},
        {"ServerTimeout", ErrorCode::Timeout},
        {"ServiceUnavailable", ErrorCode::Unreachable},
        {"NotAcceptable", ErrorCode::Unsupported},
        {"UnsupportedMediaType", ErrorCode::Unsupported},
        {"MethodNotAllowed", ErrorCode::Unsupported},
        {"RequestEntityTooLarge", ErrorCode::ResourceExhausted},
        {"InternalError", ErrorCode::Internal},
        {"ResourceExpired", ErrorCode::Expired},
        {"NotImplemented", ErrorCode::Unsupported},
    }};
    for (const auto& [reason, code] : kReasons) {
        if (status.reason == reason)
            return code;
    }
    services::HttpResponse response;
    response.status = status.code;
    return services::toError(response, "").code;
}

std::string remedyOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthenticated:
        return "Log in again, or check the credentials of this context in the kubeconfig.";
    case ErrorCode::PermissionDenied:
        return "Ask an administrator of the cluster for a role that allows this.";
    case ErrorCode::RateLimited:
        return "The server is busy; it will be asked again later.";
    default:
        return {};
    }
}

} // namespace

bool ApiStatus::hasCause(std::string_view reasonOfCause) const
{
    return std::find(causes.begin(), causes.end(), reasonOfCause) != causes.end();
}

std::optional<ApiStatus> parseStatus(std::string_view body)
{
    if (body.size() > kMaxStatus)
        return std::nullopt;
    return body.starts_with(kMagic) ? fromProto(body) : fromJson(body);
}

models::Error toError(const ApiStatus& status, std::string_view what)
{
    models::Error out{codeOf(status), status.message, {}, {}};
    out.remedy = remedyOf(out.code);
    out.retryAfter = std::chrono::seconds(std::max(0, status.retryAfterSeconds));
    if (out.message.empty())
        out.message = status.reason.empty() ? "the server gave no message" : status.reason;
    std::string label = status.code == 0 ? "" : std::to_string(status.code);
    if (!status.reason.empty())
        label += (label.empty() ? "" : " ") + status.reason;
    if (!label.empty())
        out.context.push_back(std::move(label));
    if (!what.empty())
        out.context.emplace_back(what);
    return out;
}

models::Error toApiError(const services::HttpResponse& response, std::string_view what)
{
    if (auto status = parseStatus(response.body)) {
        status->code = status->code == 0 ? response.status : status->code;
        models::Error out = toError(*status, what);
        out.retryAfter = std::max(out.retryAfter, services::toError(response, {}).retryAfter);
        return out;
    }
    models::Error out = services::toError(response, what);
    if (std::string better = remedyOf(out.code); !better.empty())
        out.remedy = std::move(better);
    return out;
}

} // namespace binnacle::plugins::kubernetes
