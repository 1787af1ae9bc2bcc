/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/jianpu/ct-jianpu-marks-private.h"
#include "core/jianpu/ct-jianpu-private.h"
#include "core/jianpu/ct-jianpu.h"
#include "core/notation/ct-notation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/random-score.h"

/* Two bars of a song; a note a second. */
typedef struct
{
  int midi;
  double beats; /* quarter notes */
} Note;

static const Note song[] = { { 60, 1 }, { 60, 1 }, { 67, 1 }, { 67, 1 }, { 69, 1 }, { 69, 1 }, { 67, 2 } };

/* In 4/4 at 60, a melody whose notes follow each other. */
static CtScore *
make_score (const Note *notes, gsize n)
{
  CtScore *score;
  double at_s = 0;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, 4, 4, &score->tempo_map), ==, CT_STATUS_OK);
  for (gsize i = 0; i < n; i++)
    {
      CtNote note = { .onset_s = at_s, .offset_s = at_s + notes[i].beats, .confidence = 1, .velocity = 90 };

      note.midi = (guint8) notes[i].midi;
      if (note.midi)
        g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
      at_s += notes[i].beats;
    }
  return score;
}

static CtNotation *
make_piece (const CtScore *score, int fifths)
{
  CtKeyChange key = { .key = { .fifths = (gint8) fifths } };
  CtNotationOptions options;
  CtNotation *piece;

  ct_notation_options_init (&options);
  options.keys = &key;
  options.n_keys = 1;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  return piece;
}

/* Sets a melody in a key. */
static CtJianpu *
make_pages (const Note *notes, gsize n, int fifths)
{
  CtScore *score = make_score (notes, n);
  CtNotation *piece = make_piece (score, fifths);
  CtJianpuOptions options;
  CtJianpu *pages;

  ct_jianpu_options_init (&options);
  g_assert_cmpint (ct_jianpu_new (piece, &options, &pages), ==, CT_STATUS_OK);
  ct_notation_free (piece);
  ct_score_free (score);
  return pages;
}

/* The large digits in the order they are read. */
static char *
dup_digits (const CtJianpu *pages)
{
  GString *text = g_string_new (NULL);
  CtJianpuOptions options;

  ct_jianpu_options_init (&options);
  for (gsize i = 0; i < pages->marks.n; i++)
    if (pages->marks.marks[i].kind == CT_JIANPU_DIGIT && fabs (pages->marks.marks[i].size - options.size_pt) < 0.01)
      g_string_append (text, pages->marks.marks[i].text);
  return g_string_free (text, FALSE);
}

static gsize
count (const CtJianpu *pages, CtJianpuMarkKind kind)
{
  gsize n = 0;

  for (gsize i = 0; i < pages->marks.n; i++)
    n += pages->marks.marks[i].kind == kind;
  return n;
}

static bool
has_text (const CtJianpu *pages, const char *text)
{
  for (gsize i = 0; i < pages->marks.n; i++)
    if (strcmp (pages->marks.marks[i].text, text) == 0)
      return true;
  return false;
}

/* Level lines of a thickness, in points: dashes and underlines. */
static gsize
count_level (const CtJianpu *pages, double thickness)
{
  gsize n = 0;

  for (gsize i = 0; i < pages->marks.n; i++)
    {
      const CtJianpuMark *mark = &pages->marks.marks[i];

      n += mark->kind == CT_JIANPU_LINE && mark->y == mark->y2 && fabs (mark->size - thickness) < 0.01;
    }
  return n;
}

#define DASH (15 * 0.06 * 1.3)
#define UNDERLINE (15 * 0.06)

static void
test_song (void)
{
  CtJianpu *pages = make_pages (song, G_N_ELEMENTS (song), 0);
  g_autofree char *digits = dup_digits (pages);

  g_assert_cmpstr (digits, ==, "1155665");
  g_assert_cmpint (count_level (pages, DASH), ==, 1);
  g_assert_cmpint (count_level (pages, UNDERLINE), ==, 0);
  g_assert_cmpint (count (pages, CT_JIANPU_DOT), ==, 0);
  g_assert_true (has_text (pages, "1=C"));
  g_assert_true (has_text (pages, "♩=60"));
  g_assert_cmpint (ct_jianpu_n_pages (pages), ==, 1);
  ct_jianpu_free (pages);
}

/* The same pitches in G: from the tonic on they lie an octave above the one below middle C. */
static void
test_key (void)
{
  CtJianpu *pages = make_pages (song, G_N_ELEMENTS (song), 1);
  g_autofree char *digits = dup_digits (pages);

  g_assert_cmpstr (digits, ==, "4411221");
  g_assert_cmpint (count (pages, CT_JIANPU_DOT), ==, 5);
  g_assert_true (has_text (pages, "1=G"));
  ct_jianpu_free (pages);
}

/* Eighths share an underline in their beat, sixteenths have two, a dotted quarter has a dot and no dash. */
static void
test_lengths (void)
{
  static const Note notes[] = { { 60, 1.5 },  { 62, 0.5 },  { 64, 0.5 }, { 65, 0.5 },
                                { 67, 0.25 }, { 69, 0.25 }, { 71, 0.5 } };
  CtJianpu *pages = make_pages (notes, G_N_ELEMENTS (notes), 0);
  g_autofree char *digits = dup_digits (pages);

  g_assert_cmpstr (digits, ==, "1234567");
  g_assert_cmpint (count_level (pages, DASH), ==, 0);
  /* one in the second beat, in the third and in the fourth, and a second one under its sixteenths */
  g_assert_cmpint (count_level (pages, UNDERLINE), ==, 4);
  g_assert_cmpint (count (pages, CT_JIANPU_DOT), ==, 1);
  ct_jianpu_free (pages);
}

/* An accidental holds for its degree until the bar ends, and a natural takes it back. */
static void
test_accidentals (void)
{
  static const Note notes[] = { { 66, 1 }, { 66, 1 }, { 65, 1 }, { 66, 1 }, { 66, 4 } };
  CtJianpu *pages = make_pages (notes, G_N_ELEMENTS (notes), 0);
  g_autoptr (GString) signs = g_string_new (NULL);

  for (gsize i = 0; i < pages->marks.n; i++)
    if (pages->marks.marks[i].kind == CT_JIANPU_RIGHT && g_utf8_strlen (pages->marks.marks[i].text, -1) == 1)
      g_string_append (signs, pages->marks.marks[i].text);
  g_assert_cmpstr (signs->str, ==, "♯♮♯♯");
  ct_jianpu_free (pages);
}

static void
test_ties_and_rests (void)
{
  static const Note notes[] = { { 0, 3 }, { 60, 3 }, { 0, 1 }, { 62, 1 } };
  CtJianpu *pages = make_pages (notes, G_N_ELEMENTS (notes), 0);
  g_autofree char *digits = dup_digits (pages);

  /* a beat before the first bar; over the barline the note is tied */
  g_assert_cmpstr (digits, ==, "1102");
  g_assert_cmpint (count (pages, CT_JIANPU_ARC), ==, 1);
  ct_jianpu_free (pages);
}

static void
test_chords (void)
{
  CtScore *score = make_score (song, G_N_ELEMENTS (song));
  CtNotation *piece = make_piece (score, 0);
  CtChord chords[] = { { .start_s = 0, .end_s = 2, .quality = CT_CHORD_MAJOR, .root = 0, .bass = 4 },
                       { .start_s = 2, .end_s = 4, .quality = CT_CHORD_MAJOR, .root = 0, .bass = 4 },
                       { .start_s = 4, .end_s = 8, .quality = CT_CHORD_SEVENTH, .root = 10, .bass = 10 } };
  CtJianpuOptions options;
  CtJianpu *pages;
  int n_named = 0;

  ct_jianpu_options_init (&options);
  options.title = "Song";
  options.chords = chords;
  options.n_chords = G_N_ELEMENTS (chords);
  g_assert_cmpint (ct_jianpu_new (piece, &options, &pages), ==, CT_STATUS_OK);
  for (gsize i = 0; i < pages->marks.n; i++)
    n_named += g_str_equal (pages->marks.marks[i].text, "C/E");
  g_assert_cmpint (n_named, ==, 1); /* the second goes on */
  g_assert_true (has_text (pages, "C/E") && has_text (pages, "B♭7") && has_text (pages, "Song"));
  ct_jianpu_free (pages);
  ct_notation_free (piece);
  ct_score_free (score);
}

static void
check_marks (const CtJianpu *pages)
{
  int page = 0;

  for (gsize i = 0; i < pages->marks.n; i++)
    {
      const CtJianpuMark *mark = &pages->marks.marks[i];

      g_assert_cmpint (mark->page, >=, page);
      page = mark->page;
      g_assert_cmpint (page, <, ct_jianpu_n_pages (pages));
      g_assert_true (mark->x >= 0 && mark->x <= pages->width_pt);
      g_assert_true (mark->y >= 0 && mark->y <= pages->height_pt);
      g_assert_true (g_utf8_validate (mark->text, -1, NULL));
    }
  g_assert_cmpint (page, ==, ct_jianpu_n_pages (pages) - 1);
}

/* Whatever the music, it lies on the pages, and every note that begins is there. */
static void
test_random (void)
{
  GRand *rand = g_rand_new_with_seed (5);

  for (int i = 0; i < 60; i++)
    {
      CtScore *score = random_score_new (rand);
      CtNotationOptions notation;
      CtJianpuOptions options;
      CtNotation *piece;
      CtJianpu *pages;

      ct_notation_options_init (&notation);
      random_score_grid (rand, &notation.grid);
      g_assert_cmpint (ct_notation_new (score, &notation, &piece), ==, CT_STATUS_OK);
      ct_jianpu_options_init (&options);
      options.paper = i % 2 ? CT_PAPER_A4 : CT_PAPER_LETTER;
      options.size_pt = g_rand_double_range (rand, CT_JIANPU_MIN_SIZE_PT, CT_JIANPU_MAX_SIZE_PT);
      g_assert_cmpint (ct_jianpu_new (piece, &options, &pages), ==, CT_STATUS_OK);
      check_marks (pages);
      ct_jianpu_free (pages);
      ct_notation_free (piece);
      ct_score_free (score);
    }
  g_rand_free (rand);
}

static void
test_files (void)
{
  static const char *const beginnings[] = { "%PDF-", "<?xml" };
  static const char *const names[] = { "song.pdf", "song.SVG" };
  g_autofree char *folder = g_dir_make_tmp ("coloratura-test-XXXXXX", NULL);
  CtJianpu *pages = make_pages (song, G_N_ELEMENTS (song), 0);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL), *text = NULL;

      g_assert_cmpint (ct_jianpu_write (pages, path), ==, CT_STATUS_OK);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, beginnings[i]));
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (ct_jianpu_write (pages, folder), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  ct_jianpu_free (pages);
}

#define WIDTH 400
#define HEIGHT 40

/* The ink of a name in the place of what stands on a page: how wide and how high. */
static void
measure_name (const char *name, double room, int *width, int *height)
{
  CtJianpu *pages = make_pages (song, G_N_ELEMENTS (song), 0);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  int left = WIDTH, right = 0, top = HEIGHT, bottom = 0;

  ct_jianpu_marks_clear (&pages->marks);
  *ct_jianpu_marks_add (&pages->marks, CT_JIANPU_RIGHT, 0) = (CtJianpuMark){ .kind = CT_JIANPU_RIGHT,
                                                                             .x = WIDTH - 10,
                                                                             .x2 = room,
                                                                             .y = 30,
                                                                             .size = 10 };
  ct_jianpu_marks_set_text (&pages->marks.marks[0], name);
  ct_jianpu_draw (pages, 0, cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + 4 * x + 3] > 40)
        {
          left = MIN (left, x);
          right = MAX (right, x);
          top = MIN (top, y);
          bottom = MAX (bottom, y);
        }
  *width = right - left + 1;
  *height = bottom - top + 1;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  ct_jianpu_free (pages);
}

/* A long name keeps within its room, and can still be read. */
static void
test_long_name (void)
{
  int width, height, short_width, short_height, narrow_width, narrow_height;

  measure_name ("HHH", 60, &short_width, &short_height);
  measure_name ("HHHHHHHHH", 60, &narrow_width, &narrow_height);
  measure_name ("HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH", 60, &width, &height);
  g_assert_cmpint (narrow_width, <=, 61);
  g_assert_cmpint (width, <=, 61);
  g_assert_cmpint (width, >, 40);
  g_assert_cmpint (narrow_height, <=, short_height);
  g_assert_cmpint (5 * height, >=, 3 * short_height);
}

static void
test_bad_options (void)
{
  static const double sizes[] = { 0, CT_JIANPU_MIN_SIZE_PT - 1, CT_JIANPU_MAX_SIZE_PT + 1, NAN };
  CtScore *score = make_score (song, G_N_ELEMENTS (song));
  CtNotation *piece = make_piece (score, 0);
  CtJianpuOptions options;
  CtJianpu *pages;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      ct_jianpu_options_init (&options);
      options.size_pt = sizes[i];
      g_assert_cmpint (ct_jianpu_new (piece, &options, &pages), ==, CT_STATUS_BAD_ARGUMENT);
    }
  ct_jianpu_options_init (&options);
  options.paper = CT_N_PAPERS;
  g_assert_cmpint (ct_jianpu_new (piece, &options, &pages), ==, CT_STATUS_BAD_ARGUMENT);
  ct_notation_free (piece);
  ct_score_free (score);
}

static CtStatus
set_pages (void *piece)
{
  CtJianpuOptions options;
  CtJianpu *pages;
  CtStatus status;

  ct_jianpu_options_init (&options);
  options.title = "Song";
  status = ct_jianpu_new (piece, &options, &pages);
  if (status == CT_STATUS_OK)
    ct_jianpu_free (pages);
  return status;
}

static void
test_no_memory (void)
{
  CtScore *score = make_score (song, G_N_ELEMENTS (song));
  CtNotation *piece = make_piece (score, 0);

  failing_allocator_try_all (set_pages, piece);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* What nobody would print is set, too: 60,000 notes without a beat, of all pitches there are, under one
 * that is held across a thousand bars. */
static void
test_many (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  CtJianpuOptions options;
  CtNotation *piece;
  CtScore *score;
  CtJianpu *pages;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_notes_append (&score->notes, &(CtNote){ .offset_s = 4000, .midi = 60, .velocity = 64 }), ==,
                   CT_STATUS_OK);
  for (int i = 1; i < 60000; i++)
    {
      CtNote note = { .onset_s = i / 16.0, .velocity = 64, .midi = (uint8_t) g_rand_int_range (rand, 0, 128) };

      note.offset_s = note.onset_s + g_rand_double_range (rand, 0.01, 2);
      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  piece = make_piece (score, 0);
  g_assert_false (ct_notation_has_beats (piece));
  ct_jianpu_options_init (&options);
  g_assert_cmpint (ct_jianpu_new (piece, &options, &pages), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_jianpu_n_pages (pages), >, 100);
  check_marks (pages);
  ct_jianpu_free (pages);
  ct_notation_free (piece);
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jianpu/song", test_song);
  g_test_add_func ("/jianpu/key", test_key);
  g_test_add_func ("/jianpu/lengths", test_lengths);
  g_test_add_func ("/jianpu/accidentals", test_accidentals);
  g_test_add_func ("/jianpu/ties-and-rests", test_ties_and_rests);
  g_test_add_func ("/jianpu/chords", test_chords);
  g_test_add_func ("/jianpu/many", test_many);
  g_test_add_func ("/jianpu/random", test_random);
  g_test_add_func ("/jianpu/files", test_files);
  g_test_add_func ("/jianpu/long-name", test_long_name);
  g_test_add_func ("/jianpu/bad-options", test_bad_options);
  g_test_add_func ("/jianpu/no-memory", test_no_memory);
  return g_test_run ();
}
