// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/auth_info.h"

namespace binnacle::plugins::kubernetes {

std::string_view toString(AuthForm form)
{
    switch (form) {
    case AuthForm::None:
        return "none";
    case AuthForm::ClientCertificate:
        return "client certificate";
    case AuthForm::Token:
        return "token";
    case AuthForm::TokenFile:
        return "token file";
    case AuthForm::Basic:
        return "basic";
    case AuthForm::Exec:
        return "exec plug-in";
    case AuthForm::Oidc:
        return "oidc";
    case AuthForm::Unsupported:
        return "unsupported";
    }
    return "none";
}

} // namespace binnacle::plugins::kubernetes
