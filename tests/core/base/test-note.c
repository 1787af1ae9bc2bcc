/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"

static CtStatus
append_many (void *data)
{
  CtNotes notes = { 0 };
  CtStatus status = CT_STATUS_OK;

  for (int i = 0; i < 200 && status == CT_STATUS_OK; i++)
    {
      status = ct_notes_append (&notes, &(CtNote){ .onset_s = i, .midi = 60 });
      g_assert_cmpuint (notes.n, ==, (size_t) (status == CT_STATUS_OK ? i + 1 : i));
    }
  ct_notes_clear (&notes);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (append_many, NULL);
}

static void
test_sort (void)
{
  CtNotes notes = { 0 };

  ct_notes_sort (&notes);
  g_assert_cmpint (ct_notes_append (&notes, &(CtNote){ .onset_s = 2, .midi = 50 }), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_notes_append (&notes, &(CtNote){ .onset_s = 1, .midi = 61 }), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_notes_append (&notes, &(CtNote){ .onset_s = 1, .midi = 60, .offset_s = 3 }), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_notes_append (&notes, &(CtNote){ .onset_s = 1, .midi = 60, .offset_s = 2 }), ==, CT_STATUS_OK);
  ct_notes_sort (&notes);
  g_assert_cmpfloat (notes.notes[0].offset_s, ==, 2);
  g_assert_cmpfloat (notes.notes[1].offset_s, ==, 3);
  g_assert_cmpint (notes.notes[2].midi, ==, 61);
  g_assert_cmpint (notes.notes[3].midi, ==, 50);
  ct_notes_clear (&notes);
  g_assert_null (notes.notes);
}

/* Each differs from the next in what decides. */
static void
test_compare (void)
{
  static const CtNote notes[] = {
    { .onset_s = 1, .midi = 70, .offset_s = 9, .track = 9 }, { .onset_s = 2, .midi = 60, .offset_s = 9, .track = 9 },
    { .onset_s = 2, .midi = 61, .offset_s = 3, .track = 9 }, { .onset_s = 2, .midi = 61, .offset_s = 4, .track = -1 },
    { .onset_s = 2, .midi = 61, .offset_s = 4, .track = 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (notes); i++)
    for (size_t j = 0; j < G_N_ELEMENTS (notes); j++)
      {
        int order = ct_note_compare (&notes[i], &notes[j]);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note/no-memory", test_no_memory);
  g_test_add_func ("/note/sort", test_sort);
  g_test_add_func ("/note/compare", test_compare);
  return g_test_run ();
}
