// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/decode/prometheus_decode.h"

#include "plugins/prometheus/decode/series_decode.h"

#include <simdjson.h>

#include <limits>
#include <mutex>

namespace binnacle::plugins::prometheus {

namespace {

namespace od = simdjson::ondemand;
using models::ErrorCode;
using models::fail;
using models::MetricAnswer;
using models::MetricSeries;
using models::MetricShape;
using models::Result;
using simdjson::error_code;
using simdjson::SUCCESS;

class Decoder {
public:
    explicit Decoder(MetricAnswer& answer) : m_answer(answer) {}

    error_code document(od::document& doc);
    bool ok() const { return m_status == "success"; }
    const std::string& errorType() const { return m_errorType; }
    const std::string& errorText() const { return m_errorText; }
    bool hasStatus() const { return !m_status.empty(); }
    bool hasData() const { return m_hasData; }
    bool sawPartial() const { return m_sawPartial; }
    /// Shape and bare samples, once everything is read.
    bool finish();
    const std::string& wrong() const { return m_wrong; }

private:
    error_code data(od::value value);
    error_code result(od::value value);
    error_code bareSample(od::array items);
    static error_code strings(od::value value, std::vector<std::string>& out);
    error_code bad(const char* what)
    {
        if (m_wrong.empty())
            m_wrong = what;
        return simdjson::INCORRECT_TYPE;
    }
    /// Not an error yet: an error envelope may carry data of any shape, and its text matters more.
    error_code missing(const char* what)
    {
        m_wrong = what;
        return SUCCESS;
    }
    static error_code text(od::value value, std::string& out)
    {
        std::string_view view;
        const auto e = value.get_string().get(view);
        if (e == SUCCESS)
            out = view;
        return e;
    }

    MetricAnswer& m_answer;
    std::string m_status, m_errorType, m_errorText, m_type, m_wrong;
    std::string m_bareText;
    double m_bareTime = 0;
    SeriesDecoder m_series{m_wrong};
    bool m_hasData = false, m_hasBare = false, m_sawPartial = false;
};

error_code Decoder::strings(od::value value, std::vector<std::string>& out)
{
    od::json_type type;
    if (const auto e = value.type().get(type))
        return e;
    if (type == od::json_type::null)
        return SUCCESS;
    od::array items;
    if (const auto e = value.get_array().get(items))
        return e;
    return each(items, [&](auto& item) {
        std::string_view text;
        const auto e = item.get_string().get(text);
        if (e == SUCCESS)
            out.emplace_back(text);
        return e;
    });
}

/// scalar and string: [t, "v"].
error_code Decoder::bareSample(od::array items)
{
    int at = 0;
    const auto e = each(items, [&](auto& part) -> error_code {
        ++at;
        if (at == 1)
            return part.get_double().get(m_bareTime);
        std::string_view view;
        if (const auto err = part.get_string().get(view))
            return err;
        m_bareText = view;
        return at == 2 ? SUCCESS : bad("a scalar has more than two parts");
    });
    m_hasBare = e == SUCCESS && at == 2;
    return e == SUCCESS && at == 1 ? bad("a scalar is not [time, value]") : e;
}

error_code Decoder::result(od::value value)
{
    od::json_type type;
    if (const auto e = value.type().get(type))
        return e;
    if (type == od::json_type::null)
        return SUCCESS; // Go servers send null for an empty list
    od::array items;
    if (const auto e = value.get_array().get(items))
        return e;
    if (m_type == "scalar" || m_type == "string")
        return bareSample(items);
    return each(items, [&](auto& item) -> error_code {
        od::object object;
        if (const auto e = item.get_object().get(object))
            return bad("a result is not an object");
        m_answer.series.emplace_back();
        return m_series.decode(object, m_answer.series.back());
    });
}

error_code Decoder::data(od::value value)
{
    od::json_type type;
    if (const auto e = value.type().get(type))
        return e;
    if (type == od::json_type::null)
        return SUCCESS;
    od::object object;
    if (const auto e = value.get_object().get(object))
        return bad("data is not an object");
    m_hasData = true;
    // Almost every server sends resultType first; the lookup starts over only where one does not.
    od::value typeField;
    if (object.find_field_unordered("resultType").get(typeField) != SUCCESS)
        return missing("data has no resultType");
    if (const auto e = text(typeField, m_type))
        return e;
    od::value list;
    if (const auto e = object.find_field_unordered("result").get(list))
        return e == simdjson::NO_SUCH_FIELD ? missing("data has no result") : e;
    return result(list);
}

error_code Decoder::document(od::document& doc)
{
    od::object root;
    if (const auto e = doc.get_object().get(root))
        return e;
    return each(root, [&](auto& field) -> error_code {
        std::string_view key;
        if (const auto e = field.unescaped_key().get(key))
            return e;
        const std::string name(key);
        od::value value;
        if (const auto e = field.value().get(value))
            return e;
        if (name == "status")
            return text(value, m_status);
        if (name == "errorType")
            return text(value, m_errorType);
        if (name == "error")
            return text(value, m_errorText);
        if (name == "warnings")
            return strings(value, m_answer.warnings);
        if (name == "infos")
            return strings(value, m_answer.infos);
        if (name == "isPartial") {
            m_sawPartial = true;
            return value.get_bool().get(m_answer.partial);
        }
        return name == "data" ? data(value) : SUCCESS;
    });
}

bool Decoder::finish()
{
    if (!m_wrong.empty())
        return false;
    if (m_type == "vector" || m_type == "matrix") {
        m_answer.shape = m_type == "vector" ? MetricShape::Vector : MetricShape::Matrix;
        return true;
    }
    if (m_type != "scalar" && m_type != "string") {
        m_wrong = "unknown resultType \"" + m_type.substr(0, 40) + "\"";
        return false;
    }
    m_answer.shape = m_type == "scalar" ? MetricShape::Scalar : MetricShape::String;
    if (!m_hasBare) {
        m_wrong = "a " + m_type + " without a value";
        return false;
    }
    MetricSeries one;
    one.times.push_back(m_bareTime);
    if (m_answer.shape == MetricShape::String) {
        m_answer.text = m_bareText;
        one.values.push_back(std::numeric_limits<double>::quiet_NaN());
    } else {
        const auto value = parseSample(m_bareText);
        if (!value) {
            m_wrong = "a scalar that is no number";
            return false;
        }
        one.values.push_back(*value);
    }
    m_answer.series.push_back(std::move(one));
    return true;
}

constexpr const char* kCutRemedy =
    "Ask again; if it stays so, a proxy between here and the server cuts or rewrites answers.";

tl::unexpected<models::Error> malformed(error_code code, const std::string& wrong, std::size_t size)
{
    const std::string detail = wrong.empty() ? simdjson::error_message(code) : wrong;
    return fail(ErrorCode::DataCorrupt,
                "the answer (" + std::to_string(size) + " bytes) is cut or malformed: " + detail,
                kCutRemedy);
}

} // namespace

bool looksLikeMarkup(std::string_view body)
{
    const auto at = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return at != std::string_view::npos && body[at] == '<';
}

namespace {

/// One parser is kept for the next answer: its index of a large one is as large as the samples, and
/// touching fresh pages for it costs a fifth of the decoding. Answers decoded at the same time, and
/// larger ones, bring their own.
class ParserLease {
public:
    ParserLease() : m_owns(s_lock.try_lock()) {}
    ~ParserLease()
    {
        if (!m_owns)
            return;
        if (s_spare.capacity() > kKeptBytes)
            s_spare = od::parser();
        s_lock.unlock();
    }
    ParserLease(const ParserLease&) = delete;
    ParserLease& operator=(const ParserLease&) = delete;
    od::parser& parser() { return m_owns ? s_spare : m_own; }

private:
    static constexpr std::size_t kKeptBytes = std::size_t{48} << 20;
    static std::mutex s_lock;
    static od::parser s_spare;
    const bool m_owns;
    od::parser m_own;
};

std::mutex ParserLease::s_lock;
od::parser ParserLease::s_spare;

} // namespace

Result<MetricAnswer> decodeQuery(std::string body, AnswerFacts* facts)
{
    const std::size_t size = body.size();
    const auto first = body.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return fail(ErrorCode::DataCorrupt, "the answer is empty", kCutRemedy);
    if (body[first] != '{') {
        const bool page = looksLikeMarkup(body);
        return fail(ErrorCode::InvalidInput,
                    std::string("the server answered with ") +
                        (page ? "a web page" : "something that is no JSON object"),
                    "Check the address: this is not the Prometheus HTTP API, or a login page or "
                    "proxy stands before it.");
    }
    body.reserve(size + simdjson::SIMDJSON_PADDING);
    MetricAnswer answer;
    answer.bytes = size;
    Decoder decoder(answer);
    ParserLease lease;
    od::document doc;
    if (const auto e =
            lease.parser()
                .iterate(simdjson::padded_string_view(body.data(), size, body.capacity()))
                .get(doc))
        return malformed(e, {}, size);
    if (const auto e = decoder.document(doc))
        return malformed(e, decoder.wrong(), size);
    if (doc.current_location().error() != simdjson::OUT_OF_BOUNDS)
        return malformed(simdjson::TRAILING_CONTENT, {}, size);
    if (facts)
        facts->sawPartialField = decoder.sawPartial();
    if (!decoder.hasStatus())
        return fail(ErrorCode::InvalidInput, "the answer is JSON but not Prometheus' envelope",
                    "Check the address: this is another service's API.");
    if (!decoder.ok())
        return fail(toError(decoder.errorType(), decoder.errorText()));
    if (!decoder.hasData())
        return malformed(SUCCESS, "success without data", size);
    if (!decoder.finish())
        return malformed(SUCCESS, decoder.wrong(), size);
    return answer;
}

} // namespace binnacle::plugins::prometheus
