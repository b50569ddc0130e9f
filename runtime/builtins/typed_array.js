// Methods of TypedArray that call functions of the program: [doc:js-builtins] says how these are embedded.
"use strict";
({
// https://tc39.es/ecma262/#sec-%typedarray%.prototype.foreach
forEach(callback, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.forEach", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    for (let k = 0; k < length; k++) %Call(callback, thisArg, this[k], k, this);
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.every
every(callback, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.every", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    for (let k = 0; k < length; k++) {
        if (!%Call(callback, thisArg, this[k], k, this)) return false;
    }
    return true;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.some
some(callback, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.some", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    for (let k = 0; k < length; k++) {
        if (%Call(callback, thisArg, this[k], k, this)) return true;
    }
    return false;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.find
find(predicate, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.find", false);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = 0; k < length; k++) {
        const value = this[k];
        if (%Call(predicate, thisArg, value, k, this)) return value;
    }
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.findindex
findIndex(predicate, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.findIndex", false);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = 0; k < length; k++) {
        if (%Call(predicate, thisArg, this[k], k, this)) return k;
    }
    return -1;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.findlast
findLast(predicate, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.findLast", false);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = length - 1; k >= 0; k--) {
        const value = this[k];
        if (%Call(predicate, thisArg, value, k, this)) return value;
    }
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.findlastindex
findLastIndex(predicate, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.findLastIndex", false);
    if (typeof predicate !== "function") %CheckCallback(predicate);
    for (let k = length - 1; k >= 0; k--) {
        if (%Call(predicate, thisArg, this[k], k, this)) return k;
    }
    return -1;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.filter
filter(callback, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.filter", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    const kept = %NewList(0);
    let count = 0;
    for (let k = 0; k < length; k++) {
        const value = this[k];
        if (%Call(callback, thisArg, value, k, this)) %CreateDataProperty(kept, count++, value);
    }
    const result = %TypedArraySpeciesCreate(this, count, "%TypedArray%.prototype.filter");
    for (let k = 0; k < count; k++) result[k] = kept[k];
    return result;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.map
map(callback, thisArg) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.map", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    const result = %TypedArraySpeciesCreate(this, length, "%TypedArray%.prototype.map");
    for (let k = 0; k < length; k++) result[k] = %Call(callback, thisArg, this[k], k, this);
    return result;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.reduce
reduce(callback, initialValue) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.reduce", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    let k = 0;
    let accumulator = initialValue;
    if (%ArgumentCount() < 2) {
        if (length === 0) %ThrowTypeError("Reduce of empty array with no initial value");
        accumulator = this[k++];
    }
    for (; k < length; k++) accumulator = %Call(callback, void 0, accumulator, this[k], k, this);
    return accumulator;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.reduceright
reduceRight(callback, initialValue) {
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.reduceRight", false);
    if (typeof callback !== "function") %CheckCallback(callback);
    let k = length - 1;
    let accumulator = initialValue;
    if (%ArgumentCount() < 2) {
        if (length === 0) %ThrowTypeError("Reduce of empty array with no initial value");
        accumulator = this[k--];
    }
    for (; k >= 0; k--) accumulator = %Call(callback, void 0, accumulator, this[k], k, this);
    return accumulator;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.sort
sort(comparator) {
    if (comparator !== void 0 && typeof comparator !== "function") %CheckComparator(comparator);
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.sort", true);
    if (comparator === void 0) {
        %TypedArraySort(this, length);
        return this;
    }
    const list = %TypedArrayToList(this, length);
    const sort = %MergeSort();
    sort(list, length, comparator);
    %TypedArrayWriteBack(this, list);
    return this;
},

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.tosorted
toSorted(comparator) {
    if (comparator !== void 0 && typeof comparator !== "function") %CheckComparator(comparator);
    const length = %ValidateTypedArray(this, "%TypedArray%.prototype.toSorted", false);
    const list = %TypedArrayToList(this, length);
    const result = %TypedArrayCreateSameType(this, length);
    if (comparator === void 0) {
        %TypedArrayWriteBack(result, list);
        %TypedArraySort(result, length);
        return result;
    }
    const sort = %MergeSort();
    sort(list, length, comparator);
    %TypedArrayWriteBack(result, list);
    return result;
},
})
