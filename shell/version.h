// The version of the engine, as --version and version() tell it.
#pragma once

namespace jsx::shell {

inline constexpr const char kVersion[] = JSX_VERSION;

}  // namespace jsx::shell
