function guard(f) { try { return f(); } catch ({ message }) { return message; } finally { f.done(); } }
function leave(f) {
    for (;;) { try { if (f()) break; else continue; } finally { f(); } }
}
