function f(p) {
    { function g() {} function p() {} }
    if (p) function h() {}
    { let k; { function k() {} } }
    try {} catch (e) { var e = 1; }
}
