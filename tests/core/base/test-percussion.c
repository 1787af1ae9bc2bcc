/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-percussion.h"
#include "tests/support/failing-allocator.h"

static CtHit hits[] = { { 0, 1, 0 }, { 0, 0.5f, 1 }, { 2, 0.25f, 0 } };
static const CtPercussion percussion = { hits, G_N_ELEMENTS (hits), { { "", 36 }, { "Snap", 39 } }, 2 };

static CtStatus
copy (void *data)
{
  CtPercussion other = { 0 };
  CtStatus status = ct_percussion_copy (data, &other);

  if (status == CT_STATUS_OK)
    g_assert_true (ct_percussion_equal (&other, data));
  else
    g_assert_cmpuint (other.n_groups, ==, 0);
  ct_percussion_clear (&other);
  g_assert_null (other.hits);
  return status;
}

static void
test_no_memory (void)
{
  CtPercussion none = { 0 }, other = percussion;

  failing_allocator_try_all (copy, (void *) &percussion);
  g_assert_cmpint (ct_percussion_copy (&none, &other), ==, CT_STATUS_OK);
  g_assert_null (other.hits); /* so that there is nothing to clear */
  g_assert_false (ct_percussion_equal (&none, &percussion));
}

/* Runs a statement on a copy, after which it is neither valid nor equal. */
#define ASSERT_SPOILED_BY(statement)                                                                                   \
  do                                                                                                                   \
    {                                                                                                                  \
      CtPercussion other = { 0 };                                                                                      \
      g_assert_cmpint (ct_percussion_copy (&percussion, &other), ==, CT_STATUS_OK);                                    \
      g_assert_true (ct_percussion_is_valid (&other));                                                                 \
      statement;                                                                                                       \
      g_assert_false (ct_percussion_equal (&percussion, &other));                                                      \
      g_assert_false (ct_percussion_is_valid (&other));                                                                \
      g_free (g_steal_pointer (&other.hits));                                                                          \
    }                                                                                                                  \
  while (0)

static void
test_valid (void)
{
  ASSERT_SPOILED_BY (other.hits[0].time_s = 3);
  ASSERT_SPOILED_BY (other.hits[2].time_s = NAN);
  ASSERT_SPOILED_BY (other.hits[2].time_s = INFINITY);
  ASSERT_SPOILED_BY (other.hits[1].group = 0);
  ASSERT_SPOILED_BY (other.hits[2].group = 2);
  ASSERT_SPOILED_BY (other.hits[1].strength = 0);
  ASSERT_SPOILED_BY (other.hits[1].strength = 1.5f);
  ASSERT_SPOILED_BY (other.hits[1].strength = NAN);
  ASSERT_SPOILED_BY (other.groups[1].drum = CT_DRUM_LOW - 1);
  ASSERT_SPOILED_BY (other.groups[1].drum = CT_DRUM_HIGH + 1);
  ASSERT_SPOILED_BY (memset (other.groups[1].name, 'x', sizeof other.groups[1].name));
  ASSERT_SPOILED_BY (other.n_groups = CT_MAX_HIT_GROUPS + 1);
  ASSERT_SPOILED_BY (other.n_groups = 1);
}

static void
test_sort (void)
{
  CtHit mixed[] = { { 2, 0.5f, 1 }, { 1, 0.3f, 0 }, { 2, 0.9f, 1 }, { 2, 0.2f, 0 } };
  CtPercussion made = { mixed, G_N_ELEMENTS (mixed), { { "", 36 }, { "", 38 } }, 2 }, none = { 0 };

  ct_percussion_sort (&made);
  g_assert_true (ct_percussion_is_valid (&made));
  g_assert_cmpuint (made.n_hits, ==, 3);
  g_assert_cmpfloat (mixed[0].time_s, ==, 1);
  g_assert_cmpint (mixed[1].group, ==, 0);
  g_assert_cmpfloat (mixed[2].strength, ==, 0.9f);
  ct_percussion_sort (&none);
  g_assert_cmpuint (none.n_hits, ==, 0);
}

static void
test_names (void)
{
  g_assert_cmpstr (ct_hit_group_name (&percussion.groups[0]), ==, "Bass Drum");
  g_assert_cmpstr (ct_hit_group_name (&percussion.groups[1]), ==, "Snap");
  g_assert_cmpstr (ct_drum_name (CT_DRUM_LOW), ==, "Acoustic Bass Drum");
  g_assert_cmpstr (ct_drum_name (42), ==, "Closed Hi-Hat");
  g_assert_cmpstr (ct_drum_name (CT_DRUM_HIGH), ==, "Open Triangle");
}

static void
test_velocity (void)
{
  g_assert_cmpint (ct_hit_velocity (&(CtHit){ 0, 1, 0 }), ==, 127);
  g_assert_cmpint (ct_hit_velocity (&(CtHit){ 0, 0.5f, 0 }), ==, 64);
  g_assert_cmpint (ct_hit_velocity (&(CtHit){ 0, 0.001f, 0 }), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/percussion/no-memory", test_no_memory);
  g_test_add_func ("/percussion/valid", test_valid);
  g_test_add_func ("/percussion/sort", test_sort);
  g_test_add_func ("/percussion/names", test_names);
  g_test_add_func ("/percussion/velocity", test_velocity);
  return g_test_run ();
}
