// [doc:arena] Bump allocation for data that dies together: the nodes of one parse, the scopes of
// one function, the names of one table. Nothing in an arena has a destructor that must run; freeing
// the arena, or rewinding it to an earlier mark, frees everything allocated since.
//
//   chunk list:  [older] -> [older] -> [current: used | free]
//                                              ^cursor_   ^limit_
#pragma once

#include "support/compiler.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace jsx {

class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena() { free_chunks(nullptr); }

    /// `size` bytes, aligned to 8. Never null: running out of memory aborts.
    JSX_INLINE void* allocate(size_t size) {
        size = (size + 7) & ~size_t(7);
        if (JSX_UNLIKELY(size > size_t(limit_ - cursor_))) return allocate_slow(size);
        void* result = cursor_;
        cursor_ += size;
        return result;
    }

    template <class T, class... Args>
    JSX_INLINE T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return new (allocate(sizeof(T))) T{std::forward<Args>(args)...};
    }

    template <class T>
    JSX_INLINE T* allocate_array(size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return static_cast<T*>(allocate(sizeof(T) * count));
    }

    /// A place to rewind to.
    struct Mark {
        void* chunk;
        char* cursor;
    };
    Mark mark() const { return {chunk_, cursor_}; }
    /// Frees everything allocated since `mark`.
    void rewind(Mark mark) {
        if (JSX_UNLIKELY(chunk_ != mark.chunk)) {
            free_chunks(static_cast<Chunk*>(mark.chunk));
            if (!chunk_) return;
        }
        cursor_ = mark.cursor;
    }

    /// Bytes held from the system, used or not.
    size_t reserved_bytes() const { return reserved_; }

private:
    struct Chunk {
        Chunk* previous;
        size_t size;  // bytes, header included
    };
    static constexpr size_t kFirstChunk = 4096;
    static constexpr size_t kMaxChunk = 512 * 1024;

    JSX_NOINLINE void* allocate_slow(size_t size) {
        size_t wanted = size + sizeof(Chunk);
        size_t chunk_size = chunk_ ? chunk_->size * 2 : kFirstChunk;
        if (chunk_size > kMaxChunk) chunk_size = kMaxChunk;
        if (chunk_size < wanted) chunk_size = wanted;
        Chunk* chunk;
        if (spare_ && spare_->size >= wanted) {  // a rewound chunk, kept against thrashing
            chunk = std::exchange(spare_, nullptr);
        } else {
            chunk = static_cast<Chunk*>(std::malloc(chunk_size));
            JSX_CHECK_MEMORY(chunk);
            chunk->size = chunk_size;
            reserved_ += chunk_size;
        }
        chunk->previous = chunk_;
        chunk_ = chunk;
        cursor_ = reinterpret_cast<char*>(chunk + 1);
        limit_ = reinterpret_cast<char*>(chunk) + chunk->size;
        void* result = cursor_;
        cursor_ += size;
        return result;
    }

    void free_chunks(Chunk* until) {
        while (chunk_ != until) {
            Chunk* previous = chunk_->previous;
            if (until && (!spare_ || spare_->size < chunk_->size)) std::swap(spare_, chunk_);
            if (chunk_) {
                reserved_ -= chunk_->size;
                std::free(chunk_);
            }
            chunk_ = previous;
        }
        if (!until && spare_) {
            reserved_ -= spare_->size;
            std::free(std::exchange(spare_, nullptr));
        }
        cursor_ = limit_ = nullptr;
        if (chunk_) limit_ = reinterpret_cast<char*>(chunk_) + chunk_->size;
    }

    Chunk* chunk_ = nullptr;
    Chunk* spare_ = nullptr;
    char* cursor_ = nullptr;
    char* limit_ = nullptr;
    size_t reserved_ = 0;  // bytes
};

}  // namespace jsx
