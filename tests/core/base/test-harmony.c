/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "tests/support/failing-allocator.h"

static CtKeyChange keys[] = { { 0, { 1, false }, 0.5f, false }, { 4, { -7, true }, 1, true } };
static CtChord chords[] = {
  { 0, 2, 0.5f, CT_CHORD_MAJOR, 7, 11, false },
  { 2, 3, 0.5f, CT_CHORD_NONE, 0, 0, false },
  { 4, 5, 0.5f, CT_CHORD_NINTH, 11, 11, true },
};
static const CtHarmony harmony = { keys, G_N_ELEMENTS (keys), chords, G_N_ELEMENTS (chords) };

static CtStatus
copy (void *data)
{
  CtHarmony other = { 0 };
  CtStatus status = ct_harmony_copy (data, &other);

  if (status == CT_STATUS_OK)
    g_assert_true (ct_harmony_equal (&other, data));
  else
    g_assert_cmpuint (other.n_keys, ==, 0);
  ct_harmony_clear (&other);
  g_assert_null (other.keys);
  return status;
}

static void
test_no_memory (void)
{
  CtHarmony none = { 0 };

  failing_allocator_try_all (copy, (void *) &harmony);
  failing_allocator_try_all (copy, &none);
  g_assert_false (ct_harmony_equal (&none, &harmony));
}

static void
test_at (void)
{
  g_assert_cmpint (ct_harmony_key_at (&harmony, 3.9).fifths, ==, 1);
  g_assert_cmpint (ct_harmony_key_at (&harmony, 4.0).fifths, ==, -7);
  g_assert_true (ct_harmony_chord_at (&harmony, 0) == &chords[0]);
  g_assert_true (ct_harmony_chord_at (&harmony, 2) == &chords[1]);
  g_assert_null (ct_harmony_chord_at (&harmony, 3));
  g_assert_null (ct_harmony_chord_at (&harmony, -1));
  g_assert_true (ct_harmony_chord_at (&harmony, 4.5) == &chords[2]);
  g_assert_null (ct_harmony_chord_at (&harmony, 5));
}

/* Runs a statement on a copy, after which it is neither valid nor equal. */
#define ASSERT_SPOILED_BY(statement)                                                                                   \
  do                                                                                                                   \
    {                                                                                                                  \
      CtHarmony other = { 0 };                                                                                         \
      g_assert_cmpint (ct_harmony_copy (&harmony, &other), ==, CT_STATUS_OK);                                          \
      g_assert_true (ct_harmony_is_valid (&other));                                                                    \
      statement;                                                                                                       \
      g_assert_false (ct_harmony_is_valid (&other));                                                                   \
      g_assert_false (ct_harmony_equal (&other, &harmony));                                                            \
      ct_harmony_clear (&other);                                                                                       \
    }                                                                                                                  \
  while (0)

static void
test_valid (void)
{
  ASSERT_SPOILED_BY (other.keys[1].time_s = 0);
  ASSERT_SPOILED_BY (other.keys[1].time_s = (double) NAN);
  ASSERT_SPOILED_BY (other.keys[0].key.fifths = 8);
  ASSERT_SPOILED_BY (other.keys[0].confidence = 1.5f);
  ASSERT_SPOILED_BY (other.chords[0].end_s = 2.5);
  ASSERT_SPOILED_BY (other.chords[2].end_s = (double) INFINITY);
  ASSERT_SPOILED_BY (other.chords[2].end_s = 4);
  ASSERT_SPOILED_BY (other.chords[0].start_s = -1e7);
  ASSERT_SPOILED_BY (other.chords[0].quality = CT_N_CHORD_QUALITIES);
  ASSERT_SPOILED_BY (other.chords[0].root = 12);
  ASSERT_SPOILED_BY (other.chords[0].bass = 12);
  ASSERT_SPOILED_BY (other.chords[0].confidence = NAN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/harmony/no-memory", test_no_memory);
  g_test_add_func ("/harmony/at", test_at);
  g_test_add_func ("/harmony/valid", test_valid);
  return g_test_run ();
}
