// Methods of Array that call functions of the program: [doc:js-builtins] says how these are embedded.
"use strict";
({
// https://tc39.es/ecma262/#sec-array.prototype.foreach
forEach(callback, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.forEach");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    for (let k = 0; k < length; k++) {
        if (k in o) %Call(callback, thisArg, o[k], k, o);
    }
},

// https://tc39.es/ecma262/#sec-array.prototype.map
map(callback, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.map");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    const a = %ArraySpeciesCreate(o, length);
    for (let k = 0; k < length; k++) {
        if (k in o) %CreateDataProperty(a, k, %Call(callback, thisArg, o[k], k, o));
    }
    return a;
},

// https://tc39.es/ecma262/#sec-array.prototype.filter
filter(callback, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.filter");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    const a = %ArraySpeciesCreate(o, 0);
    let to = 0;
    for (let k = 0; k < length; k++) {
        if (k in o) {
            const value = o[k];
            if (%Call(callback, thisArg, value, k, o)) %CreateDataProperty(a, to++, value);
        }
    }
    return a;
},

// https://tc39.es/ecma262/#sec-array.prototype.every
every(callback, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.every");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    for (let k = 0; k < length; k++) {
        if (k in o && !%Call(callback, thisArg, o[k], k, o)) return false;
    }
    return true;
},

// https://tc39.es/ecma262/#sec-array.prototype.some
some(callback, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.some");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    for (let k = 0; k < length; k++) {
        if (k in o && %Call(callback, thisArg, o[k], k, o)) return true;
    }
    return false;
},

// https://tc39.es/ecma262/#sec-array.prototype.find
find(predicate, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.find");
    const length = %LengthOfArrayLike(o);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = 0; k < length; k++) {
        const value = o[k];
        if (%Call(predicate, thisArg, value, k, o)) return value;
    }
},

// https://tc39.es/ecma262/#sec-array.prototype.findindex
findIndex(predicate, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.findIndex");
    const length = %LengthOfArrayLike(o);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = 0; k < length; k++) {
        if (%Call(predicate, thisArg, o[k], k, o)) return k;
    }
    return -1;
},

// https://tc39.es/ecma262/#sec-array.prototype.findlast
findLast(predicate, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.findLast");
    const length = %LengthOfArrayLike(o);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = length - 1; k >= 0; k--) {
        const value = o[k];
        if (%Call(predicate, thisArg, value, k, o)) return value;
    }
},

// https://tc39.es/ecma262/#sec-array.prototype.findlastindex
findLastIndex(predicate, thisArg) {
    const o = %ToObjectFor(this, "Array.prototype.findLastIndex");
    const length = %LengthOfArrayLike(o);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = length - 1; k >= 0; k--) {
        if (%Call(predicate, thisArg, o[k], k, o)) return k;
    }
    return -1;
},

// https://tc39.es/ecma262/#sec-array.prototype.reduce
reduce(callback, initialValue) {
    const o = %ToObjectFor(this, "Array.prototype.reduce");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    let k = 0;
    let accumulator = initialValue;
    if (%ArgumentCount() < 2) {
        while (k < length && !(k in o)) k++;
        if (k >= length) %ThrowTypeError("Reduce of empty array with no initial value");
        accumulator = o[k++];
    }
    for (; k < length; k++) {
        if (k in o) accumulator = %Call(callback, void 0, accumulator, o[k], k, o);
    }
    return accumulator;
},

// https://tc39.es/ecma262/#sec-array.prototype.reduceright
reduceRight(callback, initialValue) {
    const o = %ToObjectFor(this, "Array.prototype.reduceRight");
    const length = %LengthOfArrayLike(o);
    if (typeof callback !== "function") %CheckCallback(callback);
    let k = length - 1;
    let accumulator = initialValue;
    if (%ArgumentCount() < 2) {
        while (k >= 0 && !(k in o)) k--;
        if (k < 0) %ThrowTypeError("Reduce of empty array with no initial value");
        accumulator = o[k--];
    }
    for (; k >= 0; k--) {
        if (k in o) accumulator = %Call(callback, void 0, accumulator, o[k], k, o);
    }
    return accumulator;
},

// https://tc39.es/ecma262/#sec-array.prototype.flatmap
flatMap(mapper, thisArg) {
    const o = %ToObject(this);
    const length = %LengthOfArrayLike(o);
    if (typeof mapper !== "function") %CheckCallback(mapper);
    const a = %ArraySpeciesCreate(o, 0);
    let to = 0;
    for (let k = 0; k < length; k++) {
        if (!(k in o)) continue;
        const element = %Call(mapper, thisArg, o[k], k, o);
        if (%IsArray(element)) {
            const count = %LengthOfArrayLike(element);
            for (let i = 0; i < count; i++) {
                if (i in element) {
                    if (to >= 9007199254740991) %ThrowTypeError("Invalid array length");
                    %CreateDataProperty(a, to++, element[i]);
                }
            }
        } else {
            if (to >= 9007199254740991) %ThrowTypeError("Invalid array length");
            %CreateDataProperty(a, to++, element);
        }
    }
    return a;
},

// https://tc39.es/ecma262/#sec-array.prototype.sort
sort(comparator) {
    if (comparator !== void 0 && typeof comparator !== "function") %CheckComparator(comparator);
    const o = %ToObject(this);
    const length = %LengthOfArrayLike(o);
    const list = %SortCollect(o, length, true);
    if (comparator === void 0) {
        %SortDefault(list);
    } else {
        const sort = %MergeSort();
        sort(list, list.length - 1, comparator);
    }
    %SortWriteBack(o, list, length);
    return o;
},

// https://tc39.es/ecma262/#sec-array.prototype.tosorted
toSorted(comparator) {
    if (comparator !== void 0 && typeof comparator !== "function") %CheckComparator(comparator);
    const o = %ToObject(this);
    const length = %LengthOfArrayLike(o);
    const a = %ArrayCreate(length);
    const list = %SortCollect(o, length, false);
    if (comparator === void 0) {
        %SortDefault(list);
    } else {
        const sort = %MergeSort();
        sort(list, list.length - 1, comparator);
    }
    %SortWriteBack(a, list, length);
    return a;
},

// Sorts list[0 .. count-1], a packed array nobody else can see, stably: blocks of 16 to 32 by their natural run and binary
// insertion, then merged pairwise, with as few calls of the comparator as that can do.
mergeSort(list, count, comparator) {
    if (count < 2) return;
    let block = count;
    let odd = 0;
    while (block >= 32) {
        odd |= block & 1;
        block >>>= 1;
    }
    block += odd;

    for (let start = 0; start < count; start += block) {
        const end = start + block < count ? start + block : count;
        let i = start + 1;
        if (i === end) break;
        let previous = list[i];
        if (+%Call(comparator, void 0, previous, list[start]) < 0) {
            // Strictly descending: turned round.
            for (i++; i < end; i++) {
                const value = list[i];
                if (!(+%Call(comparator, void 0, value, previous) < 0)) break;
                previous = value;
            }
            for (let low = start, high = i - 1; low < high; low++, high--) {
                const value = list[low];
                list[low] = list[high];
                list[high] = value;
            }
        } else {
            for (i++; i < end; i++) {
                const value = list[i];
                if (+%Call(comparator, void 0, value, previous) < 0) break;
                previous = value;
            }
        }
        for (; i < end; i++) {
            const value = list[i];
            let low = start;
            let high = i;
            while (low < high) {
                const middle = (low + high) >>> 1;
                if (+%Call(comparator, void 0, value, list[middle]) < 0) high = middle;
                else low = middle + 1;
            }
            for (let j = i; j > low; j--) list[j] = list[j - 1];
            list[low] = value;
        }
    }
    if (block >= count) return;

    const work = %NewList(count);
    for (let width = block; width < count; width *= 2) {
        for (let start = 0; start + width < count; start += 2 * width) {
            const middle = start + width;
            const end = middle + width < count ? middle + width : count;
            let right = list[middle];
            if (!(+%Call(comparator, void 0, right, list[middle - 1]) < 0)) continue;
            for (let i = 0; i < width; i++) work[i] = list[start + i];
            let left = work[0];
            let i = 0;
            let j = middle;
            let to = start;
            for (;;) {
                if (+%Call(comparator, void 0, right, left) < 0) {
                    list[to++] = right;
                    if (++j === end) {
                        while (i < width) list[to++] = work[i++];
                        break;
                    }
                    right = list[j];
                } else {
                    list[to++] = left;
                    if (++i === width) break;
                    left = work[i];
                }
            }
        }
    }
},

// https://tc39.es/ecma262/#sec-array.from
from(items, mapper, thisArg) {
    const mapping = mapper !== void 0;
    if (mapping && typeof mapper !== "function") %CheckCallback(mapper);
    const usingIterator = %GetIteratorMethod(items);
    if (usingIterator !== void 0) {
        const a = %IsConstructor(this) ? new this() : [];
        if (%IsPristineArray(items, usingIterator)) {
            // What its iterator would do, which nobody can see.
            let k = 0;
            for (; k < items.length; k++) {
                let value = items[k];
                if (mapping) value = %Call(mapper, thisArg, value, k);
                %CreateDataProperty(a, k, value);
            }
            a.length = k;
            return a;
        }
        const iterator = %Call(usingIterator, items);
        if (typeof iterator !== "object" || iterator === null) %CheckIterator(iterator);
        const next = iterator.next;
        for (let k = 0; ; k++) {
            const result = %Call(next, iterator);
            if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
            if (result.done) {
                a.length = k;
                return a;
            }
            let value = result.value;
            try {
                if (mapping) value = %Call(mapper, thisArg, value, k);
                %CreateDataProperty(a, k, value);
            } catch (error) {
                %IteratorCloseSilently(iterator);
                throw error;
            }
        }
    }
    const arrayLike = %ToObject(items);
    const length = %LengthOfArrayLike(arrayLike);
    const a = %IsConstructor(this) ? new this(length) : %ArrayCreate(length);
    for (let k = 0; k < length; k++) {
        let value = arrayLike[k];
        if (mapping) value = %Call(mapper, thisArg, value, k);
        %CreateDataProperty(a, k, value);
    }
    a.length = length;
    return a;
},

// https://tc39.es/ecma262/#sec-array.fromasync
fromAsync(items, mapper, thisArg) {
    return (async () => {
        const mapping = mapper !== void 0;
        if (mapping && !%IsCallable(mapper)) %ThrowTypeError("%V is not a function", mapper);
        const iterator = %GetAsyncIterator(items);
        if (iterator !== void 0) {
            const next = iterator.next;
            const a = %IsConstructor(this) ? new this() : [];
            for (let k = 0; ; k++) {
                const result = await %Call(next, iterator);
                if (typeof result !== "object" || result === null) %CheckIteratorResult(result);
                if (result.done) {
                    a.length = k;
                    return a;
                }
                let value = result.value;
                try {
                    if (mapping) value = await %Call(mapper, thisArg, value, k);
                    %CreateDataProperty(a, k, value);
                } catch (error) {
                    // AsyncIteratorClose: what `return` does is awaited and forgotten.
                    try {
                        const method = iterator.return;
                        if (method !== void 0 && method !== null) await %Call(method, iterator);
                    } catch {}
                    throw error;
                }
            }
        }
        const arrayLike = %ToObject(items);
        const length = %LengthOfArrayLike(arrayLike);
        const a = %IsConstructor(this) ? new this(length) : %ArrayCreate(length);
        for (let k = 0; k < length; k++) {
            let value = await arrayLike[k];
            if (mapping) value = await %Call(mapper, thisArg, value, k);
            %CreateDataProperty(a, k, value);
        }
        a.length = length;
        return a;
    })();
},
});
