/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring between one writer and one reader. Built a second time for ThreadSanitizer. */
#include <glib.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>

#include "core/base/ct-ring-private.h"
#include "core/base/ct-status.h"

#define CAPACITY 8
#define N_CONCURRENT 200000

static void
set_up (CtRing *ring)
{
  g_assert_cmpint (ct_ring_init (ring, sizeof (guint32), CAPACITY), ==, CT_STATUS_OK);
}

/* Empty, then element by element to full, then back. */
static void
test_one_by_one (void)
{
  CtRing ring;

  set_up (&ring);
  for (guint32 round = 0; round < 5; round++)
    {
      for (guint32 i = 0; i < CAPACITY; i++)
        {
          g_assert_cmpuint (ct_ring_filled (&ring), ==, i);
          g_assert_cmpuint (ct_ring_room (&ring), ==, CAPACITY - i);
          *(guint32 *) ct_ring_next (&ring) = 100 * round + i;
          /* not handed over yet */
          g_assert_cmpuint (ct_ring_filled (&ring), ==, i);
          ct_ring_push (&ring);
        }
      g_assert_cmpuint (ct_ring_room (&ring), ==, 0);
      for (guint32 i = 0; i < CAPACITY; i++)
        {
          g_assert_cmpuint (*(guint32 *) ct_ring_first (&ring), ==, 100 * round + i);
          ct_ring_pop (&ring);
        }
      g_assert_cmpuint (ct_ring_filled (&ring), ==, 0);
    }
  ct_ring_clear (&ring);
}

/* More than there is room for is left out, more than there is cannot be read. */
static void
test_bounds (void)
{
  guint32 in[12], out[12] = { 0 };
  CtRing ring;

  set_up (&ring);
  for (guint32 i = 0; i < G_N_ELEMENTS (in); i++)
    in[i] = 7 + i;
  g_assert_cmpuint (ct_ring_read (&ring, out, 12), ==, 0);
  g_assert_cmpuint (ct_ring_write (&ring, in, 5), ==, 5);
  g_assert_cmpuint (ct_ring_write (&ring, in + 5, 7), ==, 3);
  g_assert_cmpuint (ct_ring_write (&ring, in, 1), ==, 0);
  g_assert_cmpuint (ct_ring_read (&ring, out, 12), ==, CAPACITY);
  g_assert_cmpmem (out, CAPACITY * sizeof *out, in, CAPACITY * sizeof *in);
  g_assert_cmpuint (out[CAPACITY], ==, 0);
  g_assert_cmpuint (ct_ring_read (&ring, out, 0), ==, 0);
  ct_ring_clear (&ring);
}

/* Pieces of every size at every place, most of them across the end of the memory. */
static void
test_wrap_around (void)
{
  guint32 written = 0, read = 0, piece[CAPACITY];
  CtRing ring;

  set_up (&ring);
  for (guint round = 0; round < 10000; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (0, CAPACITY + 1), done;

      for (gsize i = 0; i < n; i++)
        piece[i] = written + (guint32) i;
      done = ct_ring_write (&ring, piece, n);
      g_assert_cmpuint (done, ==, MIN (n, CAPACITY - (written - read)));
      written += (guint32) done;
      n = (gsize) g_test_rand_int_range (0, CAPACITY + 1);
      done = ct_ring_read (&ring, piece, n);
      g_assert_cmpuint (done, ==, MIN (n, written - read));
      for (gsize i = 0; i < done; i++)
        g_assert_cmpuint (piece[i], ==, read + (guint32) i);
      read += (guint32) done;
      g_assert_cmpuint (ct_ring_filled (&ring), ==, written - read);
    }
  ct_ring_clear (&ring);
}

/* The counts may overflow: only their difference matters. */
static void
test_overflow (void)
{
  guint32 in[CAPACITY], out[CAPACITY];
  CtRing ring;

  set_up (&ring);
  atomic_store (&ring.written, SIZE_MAX - 3);
  atomic_store (&ring.read, SIZE_MAX - 3);
  for (guint32 i = 0; i < CAPACITY; i++)
    in[i] = i;
  g_assert_cmpuint (ct_ring_write (&ring, in, CAPACITY), ==, CAPACITY);
  g_assert_cmpuint (ct_ring_room (&ring), ==, 0);
  g_assert_cmpuint (ct_ring_filled (&ring), ==, CAPACITY);
  g_assert_cmpuint (ct_ring_read (&ring, out, CAPACITY), ==, CAPACITY);
  g_assert_cmpmem (out, sizeof out, in, sizeof in);
  ct_ring_clear (&ring);
}

static void *
write_all (void *data)
{
  guint32 piece[5], n = 0;

  while (n < N_CONCURRENT)
    {
      gsize wanted = MIN (1 + n % G_N_ELEMENTS (piece), N_CONCURRENT - n), done;

      for (guint32 i = 0; i < wanted; i++)
        piece[i] = n + i;
      done = ct_ring_write (data, piece, wanted);
      n += (guint32) done;
      if (done == 0)
        sched_yield ();
    }
  return NULL;
}

/* Writer and reader at once: everything arrives, in order. */
static void
test_concurrent (void)
{
  guint32 n = 0;
  pthread_t writer;
  CtRing ring;

  set_up (&ring);
  g_assert_cmpint (pthread_create (&writer, NULL, write_all, &ring), ==, 0);
  while (n < N_CONCURRENT)
    {
      if (ct_ring_filled (&ring) == 0)
        {
          sched_yield ();
          continue;
        }
      g_assert_cmpuint (*(guint32 *) ct_ring_first (&ring), ==, n++);
      ct_ring_pop (&ring);
    }
  pthread_join (writer, NULL);
  g_assert_cmpuint (ct_ring_filled (&ring), ==, 0);
  ct_ring_clear (&ring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ring/one-by-one", test_one_by_one);
  g_test_add_func ("/ring/bounds", test_bounds);
  g_test_add_func ("/ring/wrap-around", test_wrap_around);
  g_test_add_func ("/ring/overflow", test_overflow);
  g_test_add_func ("/ring/concurrent", test_concurrent);
  return g_test_run ();
}
