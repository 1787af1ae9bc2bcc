/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-rubber-band.h"

#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-view.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  guint64 ids[9];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (9);
  fixture->session = ct_session_new (fixture->document);
  for (guint i = 0; i < 9; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

/* Bit i: note i, which lies at i s on pitch 60 + i, is selected. */
static guint
selected (Fixture *fixture)
{
  guint bits = 0;

  for (guint i = 0; i < 9; i++)
    if (ct_selection_contains (ct_session_get_selection (fixture->session), fixture->ids[i]))
      bits |= 1u << i;
  return bits;
}

/* It selects what is inside now, wherever the corners are, and lets go of what is outside again. */
static void
test_box (Fixture *fixture, gconstpointer data)
{
  CtRubberBand *band = ct_rubber_band_new (fixture->session, 4.25, 64);
  CtView box = ct_rubber_band_draw (band, 1.6, 68, FALSE);

  g_assert_cmpfloat (box.start_s, ==, 1.6);
  g_assert_cmpfloat (box.end_s, ==, 4.25);
  g_assert_cmpfloat (box.low_midi, ==, 64);
  g_assert_cmpfloat (box.high_midi, ==, 68);
  g_assert_cmpuint (selected (fixture), ==, 1 << 4);
  ct_rubber_band_draw (band, 1.6, 50, FALSE);
  g_assert_cmpuint (selected (fixture), ==, 0x1c);
  ct_rubber_band_draw (band, 7.1, 90, FALSE);
  g_assert_cmpuint (selected (fixture), ==, 0xf0);
  ct_rubber_band_draw (band, 4.3, 64.1, FALSE);
  g_assert_cmpuint (selected (fixture), ==, 1 << 4);
  ct_rubber_band_free (band);
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_adds (Fixture *fixture, gconstpointer data)
{
  CtRubberBand *band;
  guint n_signals = 0;

  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 2);
  band = ct_rubber_band_new (fixture->session, 0.75, 50);
  ct_rubber_band_draw (band, 3.25, 90, TRUE);
  g_assert_cmpuint (selected (fixture), ==, 0x0f);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 4);
  /* a pixel farther it has selected the same, and nobody is told */
  g_signal_connect_swapped (ct_session_get_selection (fixture->session), "changed", G_CALLBACK (count), &n_signals);
  ct_rubber_band_draw (band, 3.26, 90, TRUE);
  g_assert_cmpuint (n_signals, ==, 0);
  ct_rubber_band_draw (band, 0.8, 90, TRUE);
  g_assert_cmpuint (selected (fixture), ==, 0x03);
  ct_rubber_band_draw (band, 3.25, 90, FALSE);
  g_assert_cmpuint (selected (fixture), ==, 0x0e);
  ct_rubber_band_cancel (band);
  g_assert_cmpuint (selected (fixture), ==, 0x03);
  ct_rubber_band_free (band);
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  CtRubberBand *band = ct_rubber_band_new (fixture->session, 1.75, 62.4);

  ct_session_set_select_mode (fixture->session, CT_SELECT_COLUMN);
  ct_rubber_band_draw (band, 4.25, 62.6, FALSE);
  g_assert_cmpuint (selected (fixture), ==, 0x1c);
  ct_session_set_select_mode (fixture->session, CT_SELECT_ROW);
  ct_rubber_band_draw (band, 1.8, 65.4, FALSE);
  g_assert_cmpuint (selected (fixture), ==, 0x3c);
  ct_rubber_band_free (band);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/rubber-band/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("box", test_box);
  ADD ("adds", test_adds);
  ADD ("modes", test_modes);
  return g_test_run ();
}
