/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-tool-cursor.h"

#include "tests/support/ui-test.h"

/* Every tool but the one that selects has a pointer of its own, in whose picture the place that points lies, and which
 * light and dark grounds leave visible. */
static void
test_shapes (void)
{
  g_assert_null (ct_tool_cursor_new (CT_TOOL_SELECT));
  for (CtTool tool = CT_TOOL_DRAW; tool <= CT_TOOL_SPLIT; tool++)
    {
      g_autoptr (GdkCursor) cursor = ct_tool_cursor_new (tool);
      GdkTexture *texture = gdk_cursor_get_texture (cursor);
      int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
      g_autofree guint32 *data = g_new (guint32, (gsize) width * height);
      guint n_light = 0, n_dark = 0;

      gdk_texture_download (texture, (guchar *) data, (gsize) width * sizeof *data);
      for (int i = 0; i < width * height; i++)
        {
          guint level = data[i] >> 8 & 0xff;

          n_light += data[i] >> 24 == 0xff && level > 200;
          n_dark += data[i] >> 24 == 0xff && level < 80;
        }
      g_assert_cmpuint (n_light, >, 20);
      g_assert_cmpuint (n_dark, >, 20);
      g_assert_cmpint (gdk_cursor_get_hotspot_x (cursor), <, width);
      g_assert_cmpint (gdk_cursor_get_hotspot_y (cursor), <, height);
      g_assert_nonnull (gdk_cursor_get_fallback (cursor));
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/tool-cursor/shapes", test_shapes);
  return g_test_run ();
}
