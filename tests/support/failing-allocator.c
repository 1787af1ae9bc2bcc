/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/failing-allocator.h"

#include <glib.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int left = -1;
static atomic_bool failed;

void *__real_malloc (size_t size);
void *__real_calloc (size_t n, size_t size);
void *__real_realloc (void *old, size_t size);
void *__real_aligned_alloc (size_t alignment, size_t size);
char *__real_strdup (const char *text);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t n, size_t size);
void *__wrap_realloc (void *old, size_t size);
void *__wrap_aligned_alloc (size_t alignment, size_t size);
char *__wrap_strdup (const char *text);

void
failing_allocator_set (int nth)
{
  atomic_store (&failed, false);
  atomic_store (&left, nth);
}

bool
failing_allocator_failed (void)
{
  return atomic_load (&failed);
}

static bool
fails (void)
{
  int now = atomic_load (&left);

  while (now > 0 && !atomic_compare_exchange_weak (&left, &now, now - 1))
    ;
  if (now != 0)
    return false;
  atomic_store (&failed, true);
  return true;
}

void *
__wrap_malloc (size_t size)
{
  return fails () ? NULL : __real_malloc (size);
}

void *
__wrap_calloc (size_t n, size_t size)
{
  return fails () ? NULL : __real_calloc (n, size);
}

void *
__wrap_realloc (void *old, size_t size)
{
  return fails () ? NULL : __real_realloc (old, size);
}

void *
__wrap_aligned_alloc (size_t alignment, size_t size)
{
  return fails () ? NULL : __real_aligned_alloc (alignment, size);
}

char *
__wrap_strdup (const char *text)
{
  return fails () ? NULL : __real_strdup (text);
}

void
failing_allocator_try_all (CtStatus (*func) (void *data), void *data)
{
  for (int nth = 0;; nth++)
    {
      CtStatus status;
      bool any;

      failing_allocator_set (nth);
      status = func (data);
      any = failing_allocator_failed ();
      failing_allocator_set (-1);
      if (!any)
        {
          g_assert_cmpint (status, ==, CT_STATUS_OK);
          g_assert_cmpint (nth, >, 0);
          return;
        }
      g_assert_cmpint (status, ==, CT_STATUS_NO_MEMORY);
    }
}
