function literals(x, f) {
    return [[1, "a", , null], [x, ...f], { x, y: 1, f() { return super.f; }, [f]: x, ...x, __proto__: f }, /a+/g, 10n];
}
