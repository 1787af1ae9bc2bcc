/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-sidebar.h"

#include "tests/support/ui-test.h"
#include "ui/window/ct-settings.h"

typedef struct
{
  GSettings *settings;
  GtkWindow *window;
  AdwFlap *flap;
  AdwViewStack *stack;
  CtSidebar *sidebar;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer page)
{
  static const char *const pages[] = { "tracks", "notes", "timbres" };

  fixture->settings = ct_settings_new ();
  g_settings_set_boolean (fixture->settings, "sidebar-visible", page != NULL);
  g_settings_set_string (fixture->settings, "sidebar-page", page ? page : "tracks");
  fixture->window = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  fixture->flap = ADW_FLAP (adw_flap_new ());
  fixture->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    adw_view_stack_add_named (fixture->stack, gtk_label_new (pages[i]), pages[i]);
  adw_flap_set_fold_policy (fixture->flap, ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_content (fixture->flap, gtk_label_new ("canvas"));
  adw_flap_set_flap (fixture->flap, GTK_WIDGET (fixture->stack));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->flap));
  fixture->sidebar = ct_sidebar_new (fixture->flap, fixture->stack, fixture->settings);
  gtk_window_present (fixture->window);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer page)
{
  g_assert_finalize_object (fixture->sidebar);
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->window);
  g_settings_reset (fixture->settings, "sidebar-visible");
  g_settings_reset (fixture->settings, "sidebar-page");
  g_object_unref (fixture->settings);
}

static void
fold (Fixture *fixture, gboolean folded)
{
  adw_flap_set_fold_policy (fixture->flap, folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  ui_test_settle ();
}

/* The page that was shown last comes back, and so does a sidebar that was hidden. */
static void
test_restore (Fixture *fixture, gconstpointer page)
{
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->stack), ==, page ? page : "tracks");
  g_assert_true (adw_flap_get_reveal_flap (fixture->flap) == (page != NULL));
}

/* A page that another version had is left out. */
static void
test_unknown_page (Fixture *fixture, gconstpointer page)
{
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->stack), ==, "tracks");
}

static void
test_remember (Fixture *fixture, gconstpointer page)
{
  g_autofree char *kept = NULL;
  gboolean revealed;

  ct_sidebar_show_page (fixture->sidebar, "timbres");
  kept = g_settings_get_string (fixture->settings, "sidebar-page");
  g_assert_cmpstr (kept, ==, "timbres");
  g_object_set (fixture->sidebar, "revealed", FALSE, NULL);
  g_assert_false (g_settings_get_boolean (fixture->settings, "sidebar-visible"));
  g_object_get (fixture->sidebar, "revealed", &revealed, NULL);
  g_assert_false (revealed);
  ct_sidebar_set_revealed (fixture->sidebar, TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, "sidebar-visible"));
}

/* Over the canvas it is shown for the moment: what is remembered is the wide window, which is as it was. */
static void
test_narrow (Fixture *fixture, gconstpointer page)
{
  fold (fixture, TRUE);
  ct_sidebar_set_revealed (fixture->sidebar, FALSE);
  g_assert_true (g_settings_get_boolean (fixture->settings, "sidebar-visible"));
  ct_sidebar_show_page (fixture->sidebar, "timbres");
  g_assert_true (adw_flap_get_reveal_flap (fixture->flap));
  ct_sidebar_show_page (fixture->sidebar, NULL); /* out of the canvas's way */
  g_assert_false (adw_flap_get_reveal_flap (fixture->flap));
  fold (fixture, FALSE);
  g_assert_true (adw_flap_get_reveal_flap (fixture->flap));
  ct_sidebar_show_page (fixture->sidebar, NULL); /* beside the canvas there is no need */
  g_assert_true (adw_flap_get_reveal_flap (fixture->flap));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/sidebar/restore/page", Fixture, "notes", set_up, test_restore, tear_down);
  g_test_add ("/sidebar/restore/hidden", Fixture, NULL, set_up, test_restore, tear_down);
  g_test_add ("/sidebar/unknown-page", Fixture, "nowhere", set_up, test_unknown_page, tear_down);
  g_test_add ("/sidebar/remember", Fixture, "notes", set_up, test_remember, tear_down);
  g_test_add ("/sidebar/narrow", Fixture, "notes", set_up, test_narrow, tear_down);
  return g_test_run ();
}
