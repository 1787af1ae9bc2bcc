/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-paint.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/transform/ct-cqt.h"
#include "tests/support/ui-test.h"

#define WIDTH 800
#define HEIGHT 400

static CtGrid
make_grid (double span_s, double span_midi)
{
  CtGrid grid;

  ct_grid_init (&grid, &(CtView){ 0, span_s, 50, 50 + span_midi }, WIDTH, HEIGHT, 1);
  return grid;
}

static graphene_rect_t
bounds_of (const CtGrid *grid, const CtEditNote *note)
{
  graphene_rect_t bounds;

  ct_note_paint_bounds (grid, note, &bounds);
  return bounds;
}

/* Neighbouring semitones are a pixel apart where a row is 5 pixels high, and touch where it is lower. */
static void
test_gap (void)
{
  const CtEditNote note = { .onset_s = 1, .offset_s = 2, .midi = 60 };
  CtGrid high = make_grid (8, 80), low = make_grid (8, 100);
  graphene_rect_t bounds = bounds_of (&high, &note);

  g_assert_cmpfloat (bounds.size.height, ==, 4);
  bounds = bounds_of (&low, &note);
  g_assert_cmpfloat (bounds.size.height, ==, 4);
  g_assert_cmpfloat (bounds.origin.x, ==, 100);
  g_assert_cmpfloat (bounds.size.width, ==, 100);
}

/* However far out the view is, every note is seen. */
static void
test_least (void)
{
  const CtEditNote note = { .onset_s = 100, .offset_s = 100.01, .midi = 60 };
  CtGrid grid = make_grid (3600, 800);
  graphene_rect_t bounds = bounds_of (&grid, &note);

  g_assert_cmpfloat (bounds.size.width, ==, 2);
  g_assert_cmpfloat (bounds.size.height, ==, 2);
}

static void
test_room (void)
{
  CtGrid near = make_grid (8, 30), lower = make_grid (8, 31), low = make_grid (8, 45), far = make_grid (8.1, 30);

  g_assert_true (ct_note_paint_has_labels (&near));
  g_assert_false (ct_note_paint_has_labels (&lower));
  g_assert_true (ct_note_paint_has_bends (&near));
  g_assert_false (ct_note_paint_has_bends (&low));
  g_assert_false (ct_note_paint_has_bends (&far));
}

/* What @node looks like in WIDTH x HEIGHT pixels from (0, @top) on; 0xAARRGGBB. */
static guint32 *
draw (GskRenderNode *node, double top)
{
  guint32 *pixels = g_new0 (guint32, WIDTH * HEIGHT);
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guchar *) pixels, CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT,
                                                                  WIDTH * 4);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, 0, -top);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixels;
}

/* The measured pitch runs over the bar, up where the pitch is higher, and breaks off where none was measured. */
static void
test_bend (void)
{
  CtGrid grid = make_grid (8, 20); /* 100 pixels a second, 20 a semitone */
  const CtEditNote note = { .onset_s = 0, .offset_s = 7, .midi = 60 };
  graphene_rect_t bounds = bounds_of (&grid, &note);
  double x_per_frame = 100 / CT_CQT_FRAME_RATE_HZ, middle = bounds.origin.y + bounds.size.height / 2;
  g_autofree guint32 *pixels = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  float cents[600];

  for (int i = 0; i < 600; i++)
    cents[i] = i < 200 ? 0 : i < 400 ? NAN : 40;
  ct_note_paint_bend (snapshot, &grid, &bounds, cents, 600);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  pixels = draw (node, bounds.origin.y - 100);
  gsk_render_node_unref (node);
  for (int i = 10; i < 590; i++)
    {
      int x = (int) (i * x_per_frame);
      double weight = 0, sum = 0, y = i < 200 ? middle : middle - 0.4 * 20;

      if (ABS (i - 200) < 3 || ABS (i - 400) < 3)
        continue;
      for (int row = 0; row < HEIGHT; row++)
        {
          weight += pixels[row * WIDTH + x] >> 24;
          sum += (row + 0.5) * (pixels[row * WIDTH + x] >> 24);
        }
      g_assert_cmpint (weight > 0, ==, i < 200 || i >= 400);
      if (weight > 0)
        g_assert_cmpfloat_with_epsilon (sum / weight + (double) bounds.origin.y - 100, y, 0.2);
    }
}

static void
test_bend_limits (void)
{
  g_autofree float *cents = g_new0 (float, 10);
  CtGrid grid = make_grid (8, 20);
  static const struct
  {
    double width;
    gsize n;
    gboolean drawn;
  } cases[] = { { 100, 0, FALSE }, { 100, 1, FALSE }, { 100, 2, TRUE }, { 17000, 10, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GskRenderNode *node;

      ct_note_paint_bend (snapshot, &grid, &GRAPHENE_RECT_INIT (0, 0, (float) cases[i].width, 20), cents, cases[i].n);
      node = gtk_snapshot_free_to_node (snapshot);
      g_assert_cmpint (node != NULL, ==, cases[i].drawn);
      g_clear_pointer (&node, gsk_render_node_unref);
    }
}

/* A number is written on a bar that has room for it beside the handles, and on no other. */
static void
test_label (void)
{
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "12");
  int text_width;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  for (int spare = -1; spare <= 1; spare++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GskRenderNode *node;

      ct_note_paint_label (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) (text_width + 12 + spare), 20), layout);
      node = gtk_snapshot_free_to_node (snapshot);
      g_assert_cmpint (node != NULL, ==, spare >= 0);
      g_clear_pointer (&node, gsk_render_node_unref);
    }
  g_object_unref (widget);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/note-paint/gap", test_gap);
  g_test_add_func ("/note-paint/least", test_least);
  g_test_add_func ("/note-paint/room", test_room);
  g_test_add_func ("/note-paint/bend", test_bend);
  g_test_add_func ("/note-paint/bend-limits", test_bend_limits);
  g_test_add_func ("/note-paint/label", test_label);
  return g_test_run ();
}
