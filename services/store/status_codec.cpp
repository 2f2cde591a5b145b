// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/status_codec.h"

#include <bit>

namespace binnacle::services {

namespace {

/// Stored numbers: never renumber, only add.
enum class Field : std::uint8_t {
    Type = 1,
    Address,
    Phase,
    Simulated,
    Insecure,
    LastContact,
    Since,
    Interval,
    Latency,
    Version,
    ClockSkew,
    Missing,
    Note,
    Error,
    Kind,
    Meter,
    Origin,
    Gone,
};

void encodeError(ByteWriter& out, const models::Error& error)
{
    out.varint(static_cast<std::uint64_t>(error.code));
    out.text(error.message);
    out.text(error.remedy);
    out.varint(error.context.size());
    for (const std::string& context : error.context)
        out.text(context);
}

models::Error decodeError(ByteReader& in)
{
    models::Error error;
    const std::uint64_t code = in.varint();
    error.code = code <= static_cast<std::uint64_t>(models::ErrorCode::Internal)
                     ? static_cast<models::ErrorCode>(code)
                     : models::ErrorCode::Internal;
    error.message = in.text();
    error.remedy = in.text();
    for (std::size_t n = in.count(); n > 0 && in.ok(); --n)
        error.context.emplace_back(in.text());
    return error;
}

void encodeKind(ByteWriter& out, const std::string& name, const models::KindSync& sync)
{
    out.text(name);
    out.varint(sync.rows);
    out.byte(sync.complete ? 1 : 0);
    out.text(sync.scope);
    out.byte(sync.error ? 1 : 0);
    if (sync.error)
        encodeError(out, *sync.error);
    out.signedVarint(sync.provenUntil.ns);
}

void decodeKind(ByteReader& in, models::SourceStatus& status)
{
    models::KindSync& sync = status.kinds[std::string(in.text())];
    sync.rows = static_cast<std::size_t>(in.varint());
    sync.complete = in.byte() != 0;
    sync.scope = in.text();
    if (in.byte() != 0)
        sync.error = decodeError(in);
    if (in.left() > 0) // files from before do not say
        sync.provenUntil.ns = in.signedVarint();
}

class FieldWriter {
public:
    explicit FieldWriter(ByteWriter& out) : m_out(out) {}
    template <class Fn> void put(Field field, Fn&& fill)
    {
        m_field.clear();
        fill(m_field);
        m_out.byte(static_cast<std::uint8_t>(field));
        m_out.text(m_field.bytes());
    }
    void text(Field field, const std::string& value)
    {
        if (!value.empty())
            put(field, [&](ByteWriter& w) { w.raw(value); });
    }
    void number(Field field, std::int64_t value)
    {
        put(field, [&](ByteWriter& w) { w.signedVarint(value); });
    }

private:
    ByteWriter& m_out;
    ByteWriter m_field;
};

void decodeMeter(ByteReader& in, models::QueryMeter& meter)
{
    meter.queries = in.varint();
    meter.bytes = in.varint();
    meter.failed = in.varint();
    meter.merged = in.varint();
    meter.lastMs = std::bit_cast<double>(in.word());
}

void decodeField(Field field, ByteReader& in, models::SourceStatus& s)
{
    const auto rest = [&] { return std::string(in.raw(in.left())); };
    switch (field) {
    case Field::Type:
        s.type = rest();
        break;
    case Field::Address:
        s.address = rest();
        break;
    case Field::Phase: {
        const std::int64_t phase = in.signedVarint();
        if (phase >= 0 && phase <= static_cast<std::int64_t>(models::SourcePhase::Stopped))
            s.phase = static_cast<models::SourcePhase>(phase);
        break;
    }
    case Field::Simulated:
        s.simulated = in.signedVarint() != 0;
        break;
    case Field::Insecure:
        s.insecure = in.signedVarint() != 0;
        break;
    case Field::LastContact:
        s.lastContact.ns = in.signedVarint();
        break;
    case Field::Since:
        s.since.ns = in.signedVarint();
        break;
    case Field::Interval:
        s.interval = models::Duration(in.signedVarint());
        break;
    case Field::Latency:
        s.latencyMs = std::bit_cast<double>(in.word());
        break;
    case Field::Version:
        s.version = rest();
        break;
    case Field::ClockSkew:
        s.clockSkew = models::Duration(in.signedVarint());
        break;
    case Field::Missing:
        s.missing.push_back(rest());
        break;
    case Field::Note:
        s.notes.push_back(rest());
        break;
    case Field::Error:
        s.error = decodeError(in);
        break;
    case Field::Kind:
        decodeKind(in, s);
        break;
    case Field::Meter:
        decodeMeter(in, s.meter);
        break;
    case Field::Origin:
        s.origin = rest();
        break;
    case Field::Gone:
        s.gone = in.signedVarint() != 0;
        break;
    }
}

} // namespace

void encodeStatus(ByteWriter& out, const models::SourceStatus& s)
{
    FieldWriter fields(out);
    fields.text(Field::Type, s.type);
    fields.text(Field::Address, s.address);
    fields.text(Field::Origin, s.origin);
    if (s.gone)
        fields.number(Field::Gone, 1);
    fields.number(Field::Phase, static_cast<std::int64_t>(s.phase));
    if (s.simulated)
        fields.number(Field::Simulated, 1);
    if (s.insecure)
        fields.number(Field::Insecure, 1);
    fields.number(Field::LastContact, s.lastContact.ns);
    fields.number(Field::Since, s.since.ns);
    fields.number(Field::Interval, s.interval.count());
    fields.put(Field::Latency,
               [&](ByteWriter& w) { w.word(std::bit_cast<std::uint64_t>(s.latencyMs)); });
    fields.text(Field::Version, s.version);
    fields.number(Field::ClockSkew, s.clockSkew.count());
    for (const std::string& missing : s.missing)
        fields.put(Field::Missing, [&](ByteWriter& w) { w.raw(missing); });
    for (const std::string& note : s.notes)
        fields.put(Field::Note, [&](ByteWriter& w) { w.raw(note); });
    if (s.error)
        fields.put(Field::Error, [&](ByteWriter& w) { encodeError(w, *s.error); });
    for (const auto& [name, sync] : s.kinds)
        fields.put(Field::Kind, [&, &kindName = name, &kindSync = sync](ByteWriter& w) {
            encodeKind(w, kindName, kindSync);
        });
    fields.put(Field::Meter, [&](ByteWriter& w) {
        for (const std::uint64_t v :
             {s.meter.queries, s.meter.bytes, s.meter.failed, s.meter.merged})
            w.varint(v);
        w.word(std::bit_cast<std::uint64_t>(s.meter.lastMs));
    });
}

bool decodeStatus(std::string_view bytes, models::SourceStatus& status)
{
    ByteReader in(bytes);
    while (in.ok() && !in.atEnd()) {
        const std::uint8_t field = in.byte();
        ByteReader value(in.text());
        if (field >= static_cast<std::uint8_t>(Field::Type) &&
            field <= static_cast<std::uint8_t>(Field::Gone))
            decodeField(static_cast<Field>(field), value, status);
        if (!value.ok())
            return false;
    }
    return in.ok();
}

} // namespace binnacle::services
