/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_RING_PRIVATE_H
#define CT_RING_PRIVATE_H

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"

/* A ring of elements of one size between one thread that writes and one that reads: no lock, no wait, no allocation but
 * in ct_ring_init(). Counts grow for ever and are taken modulo the capacity, a power of two.
 *
 * `written` is stored by the writer (release) after the elements are in place and loaded by the reader (acquire) before
 * it looks at them; `read` is stored by the reader (release) once it is done with them and loaded by the writer
 * (acquire) before it writes over them. */
typedef struct
{
  unsigned char *data; /* [capacity][size] */
  size_t size, capacity;
  _Alignas(64) atomic_size_t written;
  _Alignas(64) atomic_size_t read;
} CtRing;

/* @capacity: a power of two. */
static inline CtStatus
ct_ring_init (CtRing *self, size_t size, size_t capacity)
{
  self->size = size;
  self->capacity = capacity;
  atomic_init (&self->written, 0);
  atomic_init (&self->read, 0);
  self->data = calloc (capacity, size);
  return self->data ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

static inline void
ct_ring_clear (CtRing *self)
{
  free (self->data);
  self->data = NULL;
}

/* The writer: how many elements there is room for. */
static inline size_t
ct_ring_room (const CtRing *self)
{
  return self->capacity
         - (atomic_load_explicit (&self->written, memory_order_relaxed)
            - atomic_load_explicit (&self->read, memory_order_acquire));
}

/* The reader: how many elements are waiting. For other threads a snapshot. */
static inline size_t
ct_ring_filled (const CtRing *self)
{
  size_t read = atomic_load_explicit (&self->read, memory_order_relaxed);

  return atomic_load_explicit (&self->written, memory_order_acquire) - read;
}

/* The writer: the place of the next element; ct_ring_push() hands it over. There must be room. */
static inline void *
ct_ring_next (CtRing *self)
{
  return self->data + (atomic_load_explicit (&self->written, memory_order_relaxed) & (self->capacity - 1)) * self->size;
}

static inline void
ct_ring_push (CtRing *self)
{
  atomic_fetch_add_explicit (&self->written, 1, memory_order_release);
}

/* The reader: the oldest element; ct_ring_pop() releases it. There must be one. */
static inline void *
ct_ring_first (CtRing *self)
{
  return self->data + (atomic_load_explicit (&self->read, memory_order_relaxed) & (self->capacity - 1)) * self->size;
}

static inline void
ct_ring_pop (CtRing *self)
{
  atomic_fetch_add_explicit (&self->read, 1, memory_order_release);
}

/* Copies as many of @n elements as there is room for, and returns how many. */
static inline size_t
ct_ring_write (CtRing *self, const void *elements, size_t n)
{
  size_t at = atomic_load_explicit (&self->written, memory_order_relaxed) & (self->capacity - 1),
         room = ct_ring_room (self), first;

  n = n < room ? n : room;
  first = n < self->capacity - at ? n : self->capacity - at;
  memcpy (self->data + at * self->size, elements, first * self->size);
  memcpy (self->data, (const unsigned char *) elements + first * self->size, (n - first) * self->size);
  atomic_fetch_add_explicit (&self->written, n, memory_order_release);
  return n;
}

/* Copies at most @n elements, and returns how many. */
static inline size_t
ct_ring_read (CtRing *self, void *elements, size_t n)
{
  size_t at = atomic_load_explicit (&self->read, memory_order_relaxed) & (self->capacity - 1),
         filled = ct_ring_filled (self), first;

  n = n < filled ? n : filled;
  first = n < self->capacity - at ? n : self->capacity - at;
  memcpy (elements, self->data + at * self->size, first * self->size);
  memcpy ((unsigned char *) elements + first * self->size, self->data, (n - first) * self->size);
  atomic_fetch_add_explicit (&self->read, n, memory_order_release);
  return n;
}

#endif
