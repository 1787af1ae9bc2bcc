/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-pixels.h"

#include <gtk/gtk.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-picture.h"

#define SIZE 40

/* A widget that draws a picture into a rectangle of itself. */
#define TEST_TYPE_FRAME (test_frame_get_type ())
G_DECLARE_FINAL_TYPE (TestFrame, test_frame, TEST, FRAME, GtkWidget)

struct _TestFrame
{
  GtkWidget parent_instance;
  CtPixels *pixels;
  graphene_rect_t bounds;
};

G_DEFINE_FINAL_TYPE (TestFrame, test_frame, GTK_TYPE_WIDGET)

static void
test_frame_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TestFrame *self = TEST_FRAME (widget);

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0, 0, 0, 1 }, &GRAPHENE_RECT_INIT (0, 0, SIZE, SIZE));
  if (self->pixels)
    ct_pixels_append (self->pixels, widget, snapshot, &self->bounds);
}

static void
test_frame_class_init (TestFrameClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = test_frame_snapshot;
}

static void
test_frame_init (TestFrame *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), SIZE, SIZE);
}

/* What @pixels looks like in @bounds of a black widget, [SIZE][SIZE]. */
static guint32 *
draw (CtPixels *pixels, const graphene_rect_t *bounds)
{
  TestFrame *frame = g_object_new (TEST_TYPE_FRAME, NULL);
  GtkWidget *window = widget_picture_show (GTK_WIDGET (frame), SIZE, SIZE);
  int width, height;
  guint32 *drawn;

  frame->pixels = pixels;
  frame->bounds = *bounds;
  drawn = widget_picture_take (GTK_WIDGET (frame), &width, &height);
  g_assert_cmpint (width, ==, SIZE);
  gtk_window_destroy (GTK_WINDOW (window));
  return drawn;
}

static CtPixels *
make_pattern (gboolean opaque)
{
  CtPixels *pixels = ct_pixels_new (8, 5, opaque);

  for (guint i = 0; i < 40; i++)
    ct_pixels_get_data (pixels)[i] = 0xff000000 | i * 0x060301;
  return pixels;
}

/* Pixel on pixel where the size is the same, wherever it lies. */
static void
test_exact (void)
{
  g_autoptr (CtPixels) pixels = make_pattern (TRUE);
  g_autofree guint32 *drawn = draw (pixels, &GRAPHENE_RECT_INIT (3, 7, 8, 5));

  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      {
        gboolean inside = x >= 3 && x < 11 && y >= 7 && y < 12;

        g_assert_cmphex (drawn[y * SIZE + x], ==,
                         inside ? ct_pixels_get_data (pixels)[(y - 7) * 8 + x - 3] : 0xff000000);
      }
}

/* Scaled it fills its bounds up to the rim, in the same order. */
static void
test_scaled (void)
{
  g_autoptr (CtPixels) pixels = ct_pixels_new (2, 1, TRUE);
  g_autofree guint32 *drawn = NULL;

  ct_pixels_get_data (pixels)[0] = 0xff200000;
  ct_pixels_get_data (pixels)[1] = 0xffe00000;
  drawn = draw (pixels, &GRAPHENE_RECT_INIT (0, 10, SIZE, 20));
  for (int y = 10; y < 30; y++)
    {
      g_assert_cmphex (drawn[y * SIZE], ==, 0xff200000);
      g_assert_cmphex (drawn[y * SIZE + SIZE - 1], ==, 0xffe00000);
      for (int x = 1; x < SIZE; x++)
        g_assert_cmphex (drawn[y * SIZE + x], >=, drawn[y * SIZE + x - 1]);
    }
  g_assert_cmphex (drawn[9 * SIZE], ==, 0xff000000);
  g_assert_cmphex (drawn[30 * SIZE], ==, 0xff000000);
}

/* A new picture is transparent, and so is one that was cleared; it can be painted again. */
static void
test_cleared (void)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 8, 5);
  g_autoptr (CtPixels) pixels = ct_pixels_new (8, 5, FALSE);
  g_autofree guint32 *fresh = draw (pixels, &bounds), *painted = NULL, *cleared = NULL, *again = NULL;

  ct_pixels_get_data (pixels)[0] = 0x80800000;
  painted = draw (pixels, &bounds);
  ct_pixels_clear (pixels);
  cleared = draw (pixels, &bounds);
  ct_pixels_get_data (pixels)[1] = 0xff00ff00;
  again = draw (pixels, &bounds);
  g_assert_cmphex (fresh[0], ==, 0xff000000);
  g_assert_cmphex (painted[0], ==, 0xff800000);
  g_assert_cmphex (cleared[0], ==, 0xff000000);
  g_assert_cmphex (again[0], ==, 0xff000000);
  g_assert_cmphex (again[1], ==, 0xff00ff00);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/pixels/exact", test_exact);
  g_test_add_func ("/pixels/scaled", test_scaled);
  g_test_add_func ("/pixels/cleared", test_cleared);
  return g_test_run ();
}
