// Iterator and its helpers: [doc:js-builtins] says how these are embedded.
//
// A lazy method returns an Iterator Helper over two closures: `step` gives the next result object, or undefined at the end;
// `close`, where IteratorClose of the one underlying iterator is not all, is what `return` does. (iterator.cc)
"use strict";
({
// ---- helpers that are lazy ----

// https://tc39.es/ecma262/#sec-iterator.prototype.map
map(mapper) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.map called on non-object");
    if (!%IsCallable(mapper)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(mapper);
    }
    const next = iterator.next;
    let counter = 0;
    return %CreateIteratorHelper(iterator, () => {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return;
        const value = result.value;
        try {
            return { value: %Call(mapper, void 0, value, counter++), done: false };
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
    });
},

// https://tc39.es/ecma262/#sec-iterator.prototype.filter
filter(predicate) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.filter called on non-object");
    if (!%IsCallable(predicate)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(predicate);
    }
    const next = iterator.next;
    let counter = 0;
    return %CreateIteratorHelper(iterator, () => {
        for (;;) {
            const result = %Call(next, iterator);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (result.done) return;
            const value = result.value;
            try {
                if (%Call(predicate, void 0, value, counter++)) return { value, done: false };
            } catch (error) {
                %IteratorCloseSilently(iterator);
                throw error;
            }
        }
    });
},

// https://tc39.es/ecma262/#sec-iterator.prototype.take
take(limit) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.take called on non-object");
    let remaining;
    try {
        remaining = %ToPositiveLimit(limit);
    } catch (error) {
        %IteratorCloseSilently(iterator);
        throw error;
    }
    const next = iterator.next;
    return %CreateIteratorHelper(iterator, () => {
        if (remaining === 0) {
            %IteratorClose(iterator);
            return;
        }
        remaining--;
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return;
        return { value: result.value, done: false };
    });
},

// https://tc39.es/ecma262/#sec-iterator.prototype.drop
drop(limit) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.drop called on non-object");
    let remaining;
    try {
        remaining = %ToPositiveLimit(limit);
    } catch (error) {
        %IteratorCloseSilently(iterator);
        throw error;
    }
    const next = iterator.next;
    return %CreateIteratorHelper(iterator, () => {
        for (;;) {
            const result = %Call(next, iterator);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (result.done) return;
            if (remaining === 0) return { value: result.value, done: false };
            remaining--;
        }
    });
},

// https://tc39.es/ecma262/#sec-iterator.prototype.flatmap
flatMap(mapper) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.flatMap called on non-object");
    if (!%IsCallable(mapper)) {
        %IteratorCloseSilently(iterator);
        %ThrowTypeError("Iterator.prototype.flatMap is not a function");
    }
    const next = iterator.next;
    let counter = 0;
    let inner;
    let innerNext;
    return %CreateIteratorHelper(iterator, () => {
        for (;;) {
            if (inner === void 0) {
                const result = %Call(next, iterator);
                if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
                if (result.done) return;
                const value = result.value;
                try {
                    const mapped = %Call(mapper, void 0, value, counter++);
                    const opened = %GetIteratorFlattenable(mapped, "Iterator.prototype.flatMap");
                    innerNext = opened.next;
                    inner = opened;
                } catch (error) {
                    %IteratorCloseSilently(iterator);
                    throw error;
                }
            }
            try {
                const result = %Call(innerNext, inner);
                if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
                if (!result.done) return { value: result.value, done: false };
                inner = void 0;
            } catch (error) {
                %IteratorCloseSilently(iterator);
                throw error;
            }
        }
    }, () => {
        if (inner !== void 0) {
            try {
                %IteratorClose(inner);
            } catch (error) {
                %IteratorCloseSilently(iterator);
                throw error;
            }
        }
        %IteratorClose(iterator);
    });
},

// https://tc39.es/proposal-iterator-chunking/#sec-iterator.prototype.chunks
chunks(chunkSize) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.chunks called on non-object");
    try {
        %CheckChunkSize(chunkSize);
    } catch (error) {
        %IteratorCloseSilently(iterator);
        throw error;
    }
    const next = iterator.next;
    let finished = false;
    return %CreateIteratorHelper(iterator, () => {
        if (finished) return;
        const buffer = [];
        for (let count = 0; ;) {
            const result = %Call(next, iterator);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (result.done) {
                finished = true;
                return count === 0 ? void 0 : { value: buffer, done: false };
            }
            %CreateDataProperty(buffer, count++, result.value);
            if (count === chunkSize) return { value: buffer, done: false };
        }
    }, () => {
        if (!finished) %IteratorClose(iterator);
    });
},

// https://tc39.es/proposal-iterator-chunking/#sec-iterator.prototype.windows
windows(windowSize, undersized) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.windows called on non-object");
    try {
        %CheckChunkSize(windowSize);
        if (undersized === void 0) undersized = "only-full";
        if (undersized !== "only-full" && undersized !== "allow-partial") {
            %ThrowTypeError("%V is not a valid value for undersized", undersized);
        }
    } catch (error) {
        %IteratorCloseSilently(iterator);
        throw error;
    }
    const next = iterator.next;
    // The last values seen, oldest first; never given away itself.
    const buffer = [];
    let count = 0;
    let finished = false;
    return %CreateIteratorHelper(iterator, () => {
        if (finished) return;
        for (;;) {
            const result = %Call(next, iterator);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (result.done) {
                finished = true;
                if (undersized === "allow-partial" && count > 0 && count < windowSize) {
                    return { value: %CopyList(buffer, 0), done: false };
                }
                return;
            }
            const value = result.value;
            if (count === windowSize) {
                for (let i = 1; i < count; i++) buffer[i - 1] = buffer[i];
                buffer[count - 1] = value;
            } else {
                %CreateDataProperty(buffer, count++, value);
            }
            if (count === windowSize) return { value: %CopyList(buffer, 0), done: false };
        }
    }, () => {
        if (!finished) %IteratorClose(iterator);
    });
},

// ---- helpers that consume ----

// https://tc39.es/ecma262/#sec-iterator.prototype.reduce
reduce(reducer, initialValue) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.reduce called on non-object");
    if (!%IsCallable(reducer)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(reducer);
    }
    const next = iterator.next;
    let accumulator = initialValue;
    let counter = 0;
    if (%ArgumentCount() < 2) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) %ThrowTypeError("Reduce of a done iterator with no initial value");
        accumulator = result.value;
        counter = 1;
    }
    for (;;) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return accumulator;
        const value = result.value;
        try {
            accumulator = %Call(reducer, void 0, accumulator, value, counter++);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
    }
},

// https://tc39.es/ecma262/#sec-iterator.prototype.toarray
toArray() {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.toArray called on non-object");
    const next = iterator.next;
    const values = [];
    for (let k = 0; ; k++) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return values;
        %CreateDataProperty(values, k, result.value);
    }
},

// https://tc39.es/ecma262/#sec-iterator.prototype.foreach
forEach(procedure) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.forEach called on non-object");
    if (!%IsCallable(procedure)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(procedure);
    }
    const next = iterator.next;
    for (let counter = 0; ; counter++) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return;
        const value = result.value;
        try {
            %Call(procedure, void 0, value, counter);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
    }
},

// https://tc39.es/ecma262/#sec-iterator.prototype.some
some(predicate) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.some called on non-object");
    if (!%IsCallable(predicate)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(predicate);
    }
    const next = iterator.next;
    for (let counter = 0; ; counter++) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return false;
        const value = result.value;
        let found;
        try {
            found = %Call(predicate, void 0, value, counter);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
        if (found) {
            %IteratorClose(iterator);
            return true;
        }
    }
},

// https://tc39.es/ecma262/#sec-iterator.prototype.every
every(predicate) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.every called on non-object");
    if (!%IsCallable(predicate)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(predicate);
    }
    const next = iterator.next;
    for (let counter = 0; ; counter++) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return true;
        const value = result.value;
        let holds;
        try {
            holds = %Call(predicate, void 0, value, counter);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
        if (!holds) {
            %IteratorClose(iterator);
            return false;
        }
    }
},

// https://tc39.es/ecma262/#sec-iterator.prototype.find
find(predicate) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.find called on non-object");
    if (!%IsCallable(predicate)) {
        %IteratorCloseSilently(iterator);
        %ThrowNotAFunction(predicate);
    }
    const next = iterator.next;
    for (let counter = 0; ; counter++) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return;
        const value = result.value;
        let found;
        try {
            found = %Call(predicate, void 0, value, counter);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
        if (found) {
            %IteratorClose(iterator);
            return value;
        }
    }
},

// https://tc39.es/proposal-iterator-includes/#sec-iterator.prototype.includes
includes(searchElement, skippedElements) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.includes called on non-object");
    let toSkip;
    try {
        toSkip = skippedElements === void 0 ? 0 : %CheckSkippedElements(skippedElements);
    } catch (error) {
        %IteratorCloseSilently(iterator);
        throw error;
    }
    const next = iterator.next;
    for (;;) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return false;
        const value = result.value;
        if (toSkip > 0) {
            toSkip--;
        } else if (%SameValueZero(value, searchElement)) {
            %IteratorClose(iterator);
            return true;
        }
    }
},

// https://tc39.es/proposal-iterator-join/#sec-iterator.prototype.join
join(separator) {
    const iterator = this;
    if (!%IsObject(iterator)) %ThrowTypeError("Iterator.prototype.join called on non-object");
    let glue = ",";
    if (separator !== void 0) {
        try {
            glue = %ToString(separator);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
    }
    const next = iterator.next;
    let text = "";
    for (let first = true; ; first = false) {
        const result = %Call(next, iterator);
        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
        if (result.done) return text;
        const value = result.value;
        try {
            if (!first) text += glue;
            if (value !== void 0 && value !== null) text += %ToString(value);
        } catch (error) {
            %IteratorCloseSilently(iterator);
            throw error;
        }
    }
},

// ---- functions of the constructor ----

// https://tc39.es/ecma262/#sec-iterator.concat
concat(...items) {
    const methods = [];
    for (let i = 0; i < items.length; i++) {
        %CreateDataProperty(methods, i, %GetConcatMethod(items[i]));
    }
    let index = 0;
    let inner;
    let innerNext;
    return %CreateIteratorHelper(void 0, () => {
        for (;;) {
            if (inner === void 0) {
                if (index === items.length) return;
                const item = items[index];
                const opened = %Call(methods[index++], item);
                if (!%IsObject(opened)) %ThrowTypeError("%V is not iterable", opened);
                innerNext = opened.next;
                inner = opened;
            }
            const result = %Call(innerNext, inner);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (!result.done) return { value: result.value, done: false };
            inner = void 0;
        }
    }, () => {
        if (inner !== void 0) %IteratorClose(inner);
    });
},

// https://tc39.es/ecma262/#sec-iterator.zip
zip(iterables, options) {
    if (!%IsObject(iterables)) %ThrowTypeError("Iterator.zip called on non-object");
    if (options !== void 0 && !%IsObject(options)) %ThrowTypeError("options must be an object: %V", options);
    const mode = %ZipMode(options);
    let paddingOption;
    if (mode === "longest") {
        paddingOption = options.padding;
        if (paddingOption !== void 0 && !%IsObject(paddingOption)) {
            %ThrowTypeError("padding must be an object: %V", paddingOption);
        }
    }
    const iterators = [];
    const nexts = [];
    let count = 0;
    const input = %GetIterator(iterables);
    const inputNext = input.next;
    for (;;) {
        let value;
        try {
            const result = %Call(inputNext, input);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (result.done) break;
            value = result.value;
        } catch (error) {
            %IteratorCloseAllSilently(iterators);
            throw error;
        }
        try {
            const iterator = %GetIteratorFlattenable(value, "Iterator.zip");
            const next = iterator.next;
            %CreateDataProperty(iterators, count, iterator);
            %CreateDataProperty(nexts, count++, next);
        } catch (error) {
            %IteratorCloseAllSilently(iterators);
            %IteratorCloseSilently(input);
            throw error;
        }
    }
    const padding = %NewList(count);
    if (paddingOption !== void 0) {
        try {
            const paddingIterator = %GetIterator(paddingOption);
            const paddingNext = paddingIterator.next;
            let i = 0;
            for (; i < count; i++) {
                const result = %Call(paddingNext, paddingIterator);
                if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
                if (result.done) break;
                padding[i] = result.value;
            }
            if (i === count) %IteratorClose(paddingIterator);
        } catch (error) {
            %IteratorCloseAllSilently(iterators);
            throw error;
        }
    }
    return %CreateZip(iterators, nexts, mode, padding, void 0);
},

// https://tc39.es/ecma262/#sec-iterator.zipkeyed
zipKeyed(iterables, options) {
    if (!%IsObject(iterables)) %ThrowTypeError("Iterator.zipKeyed called on non-object");
    if (options !== void 0 && !%IsObject(options)) %ThrowTypeError("options must be an object: %V", options);
    const mode = %ZipMode(options);
    let paddingOption;
    if (mode === "longest") {
        paddingOption = options.padding;
        if (paddingOption !== void 0 && !%IsObject(paddingOption)) {
            %ThrowTypeError("padding must be an object: %V", paddingOption);
        }
    }
    const iterators = [];
    const nexts = [];
    const keys = [];
    let count = 0;
    const allKeys = %OwnPropertyKeys(iterables);
    try {
        for (let i = 0; i < allKeys.length; i++) {
            const key = allKeys[i];
            if (!%HasOwnEnumerable(iterables, key)) continue;
            const value = iterables[key];
            if (value === void 0) continue;
            const iterator = %GetIteratorFlattenable(value, "Iterator.zipKeyed");
            const next = iterator.next;
            %CreateDataProperty(keys, count, key);
            %CreateDataProperty(iterators, count, iterator);
            %CreateDataProperty(nexts, count++, next);
        }
        const padding = %NewList(count);
        if (paddingOption !== void 0) {
            for (let i = 0; i < count; i++) padding[i] = paddingOption[keys[i]];
        }
        return %CreateZip(iterators, nexts, mode, padding, keys);
    } catch (error) {
        %IteratorCloseAllSilently(iterators);
        throw error;
    }
},

// https://tc39.es/ecma262/#sec-iteratorzip : the helper's step. An entry of `open` is undefined once that iterator is not
// to be closed any more.
zipStep(iterators, nexts, mode, padding, keys) {
    const count = iterators.length;
    const open = %CopyList(iterators, 0);
    let openCount = count;
    return %CreateIteratorHelper(void 0, () => {
        if (count === 0) return;
        const values = %NewList(count);
        for (let i = 0; i < count; i++) {
            const iterator = iterators[i];
            if (open[i] === void 0) {
                values[i] = padding[i];
                continue;
            }
            let done;
            try {
                const result = %Call(nexts[i], iterator);
                if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
                done = result.done;
                if (!done) values[i] = result.value;
            } catch (error) {
                open[i] = void 0;
                %IteratorCloseAllSilently(open);
                throw error;
            }
            if (!done) continue;
            open[i] = void 0;
            openCount--;
            if (mode === "shortest") {
                %IteratorCloseAll(open);
                return;
            }
            if (mode === "longest") {
                if (openCount === 0) return;
                values[i] = padding[i];
                continue;
            }
            try {
                if (i !== 0) %ThrowTypeError("Iterators passed to Iterator.zip with { mode: \"strict\" } have different lengths");
                for (let k = 1; k < count; k++) {
                    let ended;
                    try {
                        const result = %Call(nexts[k], iterators[k]);
                        if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
                        ended = result.done;
                    } catch (error) {
                        open[k] = void 0;
                        throw error;
                    }
                    if (!ended) %ThrowTypeError("Iterators passed to Iterator.zip with { mode: \"strict\" } have different lengths");
                    open[k] = void 0;
                }
                return;
            } catch (error) {
                %IteratorCloseAllSilently(open);
                throw error;
            }
        }
        return { value: keys === void 0 ? values : %ObjectFromLists(keys, values), done: false };
    }, () => {
        %IteratorCloseAll(open);
    });
},
});
