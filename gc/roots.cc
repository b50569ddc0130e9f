#include "gc/roots.h"

#include <cstdlib>

#include "gc/heap_impl.h"

namespace jsx::gc {

RootBase::RootBase(Heap& heap) : heap_(heap), next_(nullptr), previous_(nullptr) {
    HeapImpl::of(heap).link(*this);
}

RootBase::~RootBase() { HeapImpl::of(heap_).unlink(*this); }

RootVector::~RootVector() { std::free(data_); }

void RootVector::push(Value value) {
    if (size_ == capacity_) {
        capacity_ = capacity_ ? capacity_ * 2 : 8;
        data_ = static_cast<Value*>(std::realloc(static_cast<void*>(data_), capacity_ * sizeof(Value)));
        JSX_CHECK_MEMORY(data_);
    }
    data_[size_++] = value;
}

void RootVector::resize(size_t size, Value fill) {
    while (size_ < size) push(fill);
    size_ = size;
}

void RootVector::visit(SlotVisitor& visitor) {
    if (size_) visitor.visit_range(data_, size_);
}

void HeapImpl::link(RootBase& root) {
    root.next_ = first_root_;
    if (first_root_) first_root_->previous_ = &root;
    first_root_ = &root;
}

void HeapImpl::unlink(RootBase& root) {
    (root.previous_ ? root.previous_->next_ : first_root_) = root.next_;
    if (root.next_) root.next_->previous_ = root.previous_;
}

void HeapImpl::visit_roots(SlotVisitor& visitor) {
    for (RootProvider* provider : providers) provider->visit_roots(visitor);
    for (RootBase* root = first_root_; root; root = root->next_) root->visit(visitor);
}

void HeapImpl::process_weak_roots(Liveness& liveness) {
    for (RootProvider* provider : providers) provider->process_weak_roots(liveness);
}

}  // namespace jsx::gc
