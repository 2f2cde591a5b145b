// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/exchange_file.h"
#include "services/net/http/redact.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace binnacle::services {

using models::Error;
using models::ErrorCode;
using models::fail;
using models::Result;
using Json = nlohmann::json;
/// Only for writing: every new name of an object is looked for among all before it.
using OrderedJson = nlohmann::ordered_json;

namespace {

constexpr int kFormat = 1;

constexpr std::array kCodes = {
    ErrorCode::Cancelled,         ErrorCode::Timeout,          ErrorCode::Unreachable,
    ErrorCode::Unauthenticated,   ErrorCode::PermissionDenied, ErrorCode::NotFound,
    ErrorCode::InvalidInput,      ErrorCode::Unsupported,      ErrorCode::RateLimited,
    ErrorCode::Conflict,          ErrorCode::Expired,          ErrorCode::DataCorrupt,
    ErrorCode::ResourceExhausted, ErrorCode::Internal};

ErrorCode toCode(std::string_view word)
{
    for (const ErrorCode code : kCodes)
        if (models::toString(code) == word)
            return code;
    return ErrorCode::Internal;
}

std::string textAt(const Json& object, const char* key)
{
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string{};
}

std::vector<HttpHeader> headersAt(const Json& object)
{
    std::vector<HttpHeader> out;
    const auto it = object.find("headers");
    if (it == object.end() || !it->is_array())
        return out;
    for (const Json& pair : *it)
        if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string())
            out.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
    return out;
}

std::optional<Error> errorAt(const Json& object)
{
    const auto it = object.find("error");
    if (it == object.end() || !it->is_object())
        return std::nullopt;
    return Error{toCode(textAt(*it, "code")), textAt(*it, "message"), textAt(*it, "remedy"), {}};
}

} // namespace

RecordedExchange toRecord(const HttpRequest& request, HttpResponse response,
                          std::optional<Error> error)
{
    RecordedExchange out;
    const Redactor redactor(request);
    out.method = request.method;
    out.target = redactor.target(request.url);
    const bool secret = redactor.isSecretPath(out.target);
    out.requestBody = secret ? std::string{} : redactor.body(request.body);
    out.response = std::move(response);
    out.response.body = secret ? std::string{} : redactor.body(out.response.body);
    out.response.effectiveUrl = redactUrl(out.response.effectiveUrl);
    redactor.headers(out.response.headers);
    if (error)
        error->message = redactor.text(std::move(error->message));
    out.error = std::move(error);
    return out;
}

std::string toText(const RecordedExchange& exchange)
{
    OrderedJson head = {{"binnacleExchange", kFormat},
                        {"method", exchange.method},
                        {"target", exchange.target},
                        {"status", exchange.response.status},
                        {"httpVersion", exchange.response.httpVersion}};
    if (!exchange.requestBody.empty())
        head["requestBody"] = exchange.requestBody;
    OrderedJson headers = OrderedJson::array();
    for (const HttpHeader& header : exchange.response.headers)
        headers.push_back(OrderedJson::array({header.name, header.value}));
    head["headers"] = std::move(headers);
    if (exchange.error)
        head["error"] = {{"code", std::string(models::toString(exchange.error->code))},
                         {"message", exchange.error->message},
                         {"remedy", exchange.error->remedy}};
    return head.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n" +
           exchange.response.body;
}

Result<RecordedExchange> parseExchange(std::string_view text)
{
    const std::size_t end = text.find('\n');
    const Json head = Json::parse(text.substr(0, end), nullptr, false);
    if (end == std::string_view::npos || !head.is_object() ||
        head.value("binnacleExchange", Json()) != kFormat)
        return fail(ErrorCode::DataCorrupt, "not a recorded exchange of format 1");
    RecordedExchange out;
    out.method = textAt(head, "method");
    out.target = textAt(head, "target");
    out.requestBody = textAt(head, "requestBody");
    if (const auto status = head.find("status");
        status != head.end() && status->is_number_integer())
        out.response.status =
            static_cast<int>(std::clamp<std::int64_t>(status->get<std::int64_t>(), 0, 999));
    out.response.httpVersion = textAt(head, "httpVersion");
    out.response.headers = headersAt(head);
    out.response.body = std::string(text.substr(end + 1));
    out.error = errorAt(head);
    return out;
}

Result<void> saveExchange(const std::filesystem::path& file, const RecordedExchange& exchange)
{
    const std::filesystem::path part = file.string() + ".part";
    std::error_code error;
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        std::filesystem::permissions(
            part, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
        out << toText(exchange);
        out.flush();
        if (!out || error)
            return fail(ErrorCode::ResourceExhausted,
                        "the recording " + file.string() + " cannot be written",
                        "Check the folder and the free space.");
    }
    std::filesystem::rename(part, file, error);
    if (error)
        return fail(ErrorCode::Internal, "the recording " + file.string() + ": " + error.message());
    return {};
}

Result<std::vector<RecordedExchange>> loadExchanges(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".exchange")
            files.push_back(entry.path());
    if (error)
        return fail(ErrorCode::NotFound, "the folder " + folder.string() + ": " + error.message());
    std::sort(files.begin(), files.end());
    std::vector<RecordedExchange> out;
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        const std::string text((std::istreambuf_iterator<char>(in)),
                               std::istreambuf_iterator<char>());
        auto exchange = parseExchange(text);
        if (!exchange)
            return fail(std::move(exchange.error()).in("reading " + file.string()));
        out.push_back(std::move(*exchange));
    }
    return out;
}

} // namespace binnacle::services
