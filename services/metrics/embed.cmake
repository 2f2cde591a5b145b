# cmake -DOUT=… -DCATALOGUE=… -DXID=… -P embed.cmake: writes the texts as raw string literals, in pieces, because
# compilers bound the length of one literal.
function(pieces text variable)
    string(LENGTH "${text}" length)
    set(out "")
    set(at 0)
    while(at LESS length)
        string(SUBSTRING "${text}" ${at} 12000 piece)
        string(APPEND out "\n    R\"~~~~(${piece})~~~~\"")
        math(EXPR at "${at} + 12000")
    endwhile()
    set(${variable} "${out}" PARENT_SCOPE)
endfunction()
file(READ "${CATALOGUE}" catalogue)
file(READ "${XID}" xid)
pieces("${catalogue}" catalogue_text)
pieces("${xid}" xid_text)
file(WRITE "${OUT}" "// Made by services/metrics/embed.cmake.
#include \"services/metrics/embedded.h\"

namespace binnacle::services {

std::string_view embeddedCatalogue()
{
    return ${catalogue_text};
}

std::string_view embeddedXidTable()
{
    return ${xid_text};
}

} // namespace binnacle::services
")
