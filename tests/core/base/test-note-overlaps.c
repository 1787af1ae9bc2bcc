/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "core/base/ct-note-overlaps.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

static void
test_cut (void)
{
  /* onset, offset, confidence, track, pitch, velocity, uncertain */
  static const CtNote notes[] = {
    { 1, 3, 0.5f, 0, 60, 70, false },        /* ends where the fourth begins */
    { 1, 5, 0.5f, 0, 64, 70, false },        /* another pitch */
    { 1, 5, 0.5f, 1, 60, 70, false },        /* another track */
    { 2, 4, 0.5f, 0, 60, 70, false },        /* takes in the next */
    { 2.0003, 4.5, 0.9f, 0, 60, 90, false }, /* begins with it */
    { 3, 9, 0.5f, 0, 60, 70, true },         /* is no note at all */
    { 4.5, 6, 0.5f, 0, 60, 70, false },      /* begins where that one ends */
  };
  static const double offsets[] = { 2, 5, 5, 4.5, 4.5, 9, 6 };
  CtNotes list = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    g_assert_cmpint (ct_notes_append (&list, &notes[i]), ==, CT_STATUS_OK);
  ct_note_overlaps_cut (&list);
  g_assert_cmpuint (list.n, ==, G_N_ELEMENTS (notes));
  for (gsize i = 0; i < list.n; i++)
    {
      g_assert_cmpfloat (list.notes[i].onset_s, ==, notes[i].onset_s);
      g_assert_cmpfloat (list.notes[i].offset_s, ==, offsets[i]);
      g_assert_cmpint (list.notes[i].uncertain, ==, i == 4 || i == 5);
    }
  g_assert_cmpint (list.notes[3].velocity, ==, 90);
  g_assert_cmpfloat (list.notes[3].confidence, ==, 0.9f);
  ct_notes_clear (&list);
}

/* Whatever the notes, no two of a pitch and a track sound at once afterwards. */
static void
test_random (void)
{
  CtNotes list = { 0 };

  for (int i = 0; i < 3000; i++)
    {
      double onset_s = g_test_rand_double_range (0, 60);
      CtNote note = { onset_s,
                      onset_s + g_test_rand_double_range (0.001, 2),
                      0.5f,
                      (gint16) g_test_rand_int_range (-1, 3),
                      (guint8) g_test_rand_int_range (50, 60),
                      64,
                      g_test_rand_int_range (0, 10) == 0 };

      g_assert_cmpint (ct_notes_append (&list, &note), ==, CT_STATUS_OK);
    }
  ct_notes_sort (&list);
  ct_note_overlaps_cut (&list);
  for (gsize i = 0; i < list.n; i++)
    for (gsize j = i + 1; j < list.n; j++)
      {
        const CtNote *a = &list.notes[i], *b = &list.notes[j];

        g_assert_cmpfloat (a->onset_s, <=, b->onset_s);
        g_assert_cmpfloat (a->onset_s, <, a->offset_s);
        if (!a->uncertain && !b->uncertain && a->track >= 0 && a->track == b->track && a->midi == b->midi)
          g_assert_cmpfloat (a->offset_s, <=, b->onset_s);
      }
  ct_notes_clear (&list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-overlaps/cut", test_cut);
  g_test_add_func ("/note-overlaps/random", test_random);
  return g_test_run ();
}
