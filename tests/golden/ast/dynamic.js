function f(a) {
    let b;
    with (a) b;
    return g => eval(a) + b + c;
}
