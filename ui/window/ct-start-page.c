/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-start-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/window/ct-recent.h"

#define MAX_RECENT 6

struct _CtStartPage
{
  GtkWidget parent;
  GtkWidget *scroller;
  GtkWidget *recent_group;
  GtkListBox *recent_list;
};

G_DEFINE_FINAL_TYPE (CtStartPage, ct_start_page, GTK_TYPE_WIDGET)

static guint open_signal;

static void
recent_activated (GtkListBox *list, GtkListBoxRow *row, CtStartPage *self)
{
  g_signal_emit (self, open_signal, 0, g_object_get_data (G_OBJECT (row), "ct-file"));
}

static GtkWidget *
make_row (GtkRecentInfo *info, GFile *file)
{
  g_autofree char *title = g_markup_escape_text (gtk_recent_info_get_display_name (info), -1);
  g_autofree char *path = gtk_recent_info_get_uri_display (info);
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *subtitle = folder ? g_markup_escape_text (folder, -1) : NULL;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "ct-file", g_object_ref (file), g_object_unref);
  return row;
}

static int
compare_modified (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
fill_recent (CtStartPage *self)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  GList *items = g_list_sort (gtk_recent_manager_get_items (manager), compare_modified);
  guint n = 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))))
    gtk_list_box_remove (self->recent_list, row);
  for (GList *item = items; item && n < MAX_RECENT; item = item->next)
    {
      GtkRecentInfo *info = item->data;
      g_autoptr (GFile) file = NULL;

      if (!ct_recent_is_song (info))
        continue;
      file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
      gtk_list_box_append (self->recent_list, make_row (info, file));
      n++;
    }
  gtk_widget_set_visible (self->recent_group, n > 0);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

GFile *
ct_start_page_get_recent (CtStartPage *self, guint place)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CT_IS_START_PAGE (self), NULL);
  row = gtk_list_box_get_row_at_index (self->recent_list, (int) place);
  return row ? g_object_get_data (G_OBJECT (row), "ct-file") : NULL;
}

static void
ct_start_page_dispose (GObject *object)
{
  CtStartPage *self = CT_START_PAGE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_start_page_parent_class)->dispose (object);
}

static void
ct_start_page_class_init (CtStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_start_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CtStartPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CtStartPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, CtStartPage, recent_list);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated);
  open_signal = g_signal_new ("open", CT_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                              G_TYPE_FILE);
}

static void
ct_start_page_init (CtStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent), self,
                           G_CONNECT_SWAPPED);
  fill_recent (self);
}
