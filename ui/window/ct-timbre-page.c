/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-timbre-page.h"

#include <glib/gi18n.h>

#include "core/base/ct-score.h"
#include "core/timbre/ct-known-timbres.h"
#include "ui/document/ct-model.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-program-names.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-file-chooser.h"

struct _CtTimbrePage
{
  AdwPreferencesPage parent_instance;
  CtTimbreBook *book;
  AdwPreferencesGroup *list;
  GPtrArray *rows; /* of the list, borrowed */
  CtFileChooser *chooser;
  guint refresh; /* source, or 0 */
};

G_DEFINE_FINAL_TYPE (CtTimbrePage, ct_timbre_page, ADW_TYPE_PREFERENCES_PAGE)

static void
show_error (CtTimbrePage *self, const char *heading, GError *error)
{
  ct_message_show_error (GTK_WIDGET (self), heading, error->message);
}

/* ---- the list ---- */

/* What there is to say of a timbre besides its name. */
static char *
dup_details (const CtKnownTimbre *timbre)
{
  guint n = timbre->n_songs;
  g_autofree char *songs = g_strdup_printf (ngettext ("%u song", "%u songs", n), n);

  if (timbre->encoder == ct_model_get_encoder ())
    /* Translators: of a timbre that is remembered: its instrument, and from how many songs */
    return g_strdup_printf (_ ("%s, %s"), ct_program_get_name (timbre->program), songs);
  /* Translators: of a timbre that is remembered but cannot be recognized by this version of the program */
  return g_strdup_printf (_ ("%s, %s, asleep: learned by another version"), ct_program_get_name (timbre->program),
                          songs);
}

static GtkWidget *
new_swatch (guint32 rgb)
{
  g_autofree char *markup = g_strdup_printf ("<span foreground=\"#%06x\">●</span>", rgb);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_accessible_update_state (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return label;
}

static GMenuModel *
new_menu (CtTimbrePage *self, guint place)
{
  const CtKnownTimbres *known = ct_timbre_book_get_known (self->book);
  g_autoptr (GMenu) others = g_menu_new ();
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) forget = g_menu_item_new (_ ("Forget…"), NULL);

  for (guint i = 0; i < ct_known_timbres_n (known); i++)
    if (i != place)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (ct_known_timbres_get (known, i)->name, NULL);

        g_menu_item_set_action_and_target (item, "timbres.merge", "(uu)", i, place);
        g_menu_append_item (others, item);
      }
  if (g_menu_model_get_n_items (G_MENU_MODEL (others)) > 0)
    g_menu_append_submenu (menu, _ ("Merge Into"), G_MENU_MODEL (others));
  g_menu_item_set_action_and_target (forget, "timbres.forget", "u", place);
  g_menu_append_item (menu, forget);
  return G_MENU_MODEL (menu);
}

static void
renamed (AdwEntryRow *row, CtTimbrePage *self)
{
  g_autoptr (GError) error = NULL;
  guint place;

  if (!g_ptr_array_find (self->rows, row, &place))
    return;
  if (ct_timbre_book_rename (self->book, place, gtk_editable_get_text (GTK_EDITABLE (row)), &error))
    return;
  show_error (self, _ ("Could Not Rename the Timbre"), error);
  gtk_editable_set_text (GTK_EDITABLE (row), ct_known_timbres_get (ct_timbre_book_get_known (self->book), place)->name);
}

static GtkWidget *
new_row (CtTimbrePage *self, guint place)
{
  const CtKnownTimbre *timbre = ct_known_timbres_get (ct_timbre_book_get_known (self->book), place);
  GtkWidget *row = adw_entry_row_new (), *button = gtk_menu_button_new ();
  g_autofree char *details = dup_details (timbre);
  /* Translators: %s is the name of a timbre that is remembered */
  g_autofree char *label = g_strdup_printf (_ ("Merge or Forget %s"), timbre->name);
  g_autoptr (GMenuModel) menu = new_menu (self, place);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), details);
  gtk_editable_set_text (GTK_EDITABLE (row), timbre->name);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), new_swatch (timbre->rgb));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  g_signal_connect (row, "apply", G_CALLBACK (renamed), self);
  return row;
}

/* What stands where there is no timbre. */
static GtkWidget *
new_empty_row (CtTimbrePage *self)
{
  const char *problem = ct_timbre_book_get_problem (self->book);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 problem ? _ ("The remembered timbres could not be read") : _ ("None yet"));
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row), problem ? problem : _ ("Name a track after its player or instrument and save the project"));
  return row;
}

static void
add_row (CtTimbrePage *self, GtkWidget *row)
{
  adw_preferences_group_add (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_list (CtTimbrePage *self)
{
  gsize n = ct_known_timbres_n (ct_timbre_book_get_known (self->book));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    add_row (self, new_row (self, i));
  if (n == 0)
    add_row (self, new_empty_row (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "timbres.export", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "timbres.forget-all",
                                 n > 0 || ct_timbre_book_get_problem (self->book));
}

static gboolean
refresh (gpointer data)
{
  CtTimbrePage *self = data;

  self->refresh = 0;
  show_list (self);
  return G_SOURCE_REMOVE;
}

/* Later: a row may be telling that it was renamed. */
static void
book_changed (CtTimbrePage *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (refresh, self);
}

/* ---- merging and forgetting ---- */

/* What is done once the question is answered. */
typedef struct
{
  CtTimbrePage *page; /* borrowed: its window is the question's parent */
  gboolean (*func) (CtTimbreBook *book, guint place, guint other, GError **error);
  guint place;
  guint other;
} Question;

static void
answered (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "do") && !question->func (question->page->book, question->place, question->other, &error))
    show_error (question->page, _ ("Could Not Change What Is Remembered"), error);
}

static void
ask (const Question *question, const char *heading, const char *body, const char *label)
{
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (question->page), heading, body);
  Question *copy = g_memdup2 (question, sizeof *question);

  adw_message_dialog_add_response (dialog, "do", label);
  adw_message_dialog_set_response_appearance (dialog, "do", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered), copy, (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const char *
name_at (CtTimbrePage *self, guint place)
{
  return ct_known_timbres_get (ct_timbre_book_get_known (self->book), place)->name;
}

static gboolean
do_forget (CtTimbreBook *book, guint place, guint other, GError **error)
{
  return ct_timbre_book_forget (book, place, error);
}

static gboolean
do_forget_all (CtTimbreBook *book, guint place, guint other, GError **error)
{
  return ct_timbre_book_forget_all (book, error);
}

static void
forget (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CtTimbrePage *self = CT_TIMBRE_PAGE (widget);
  guint place = g_variant_get_uint32 (parameter);
  /* Translators: %s is the name of a timbre that is remembered */
  g_autofree char *heading = g_strdup_printf (_ ("Forget “%s”?"), name_at (self, place));

  ask (&(Question){ self, do_forget, place, 0 }, heading,
       _ ("It will not be recognized in other songs until you name it again. Projects stay as they are."),
       _ ("_Forget"));
}

static void
forget_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ask (&(Question){ CT_TIMBRE_PAGE (widget), do_forget_all, 0, 0 }, _ ("Forget All Timbres?"),
       _ ("None will be recognized in other songs until you name them again. Projects stay as they are."),
       _ ("_Forget All"));
}

static void
merge (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CtTimbrePage *self = CT_TIMBRE_PAGE (widget);
  g_autofree char *heading = NULL;
  guint place, other;

  g_variant_get (parameter, "(uu)", &place, &other);
  /* Translators: names of timbres that are remembered */
  heading = g_strdup_printf (_ ("Merge “%s” Into “%s”?"), name_at (self, other), name_at (self, place));
  ask (&(Question){ self, ct_timbre_book_merge, place, other }, heading,
       _ ("What is known of both is then recognized under the second name."), _ ("_Merge"));
}

/* ---- files ---- */

/* The chooser over the window that the page is in. */
static CtFileChooser *
get_chooser (CtTimbrePage *self)
{
  if (!self->chooser)
    self->chooser = ct_file_chooser_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  return self->chooser;
}

static void
use_file (CtTimbrePage *self,
          GFile *file,
          const char *heading,
          gboolean (*func) (CtTimbreBook *book, const char *path, GError **error))
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file ? ct_file_dup_local_path (file, &error) : NULL;

  if (file && (!path || !func (self->book, path, &error)))
    show_error (self, heading, error);
}

static void
import_chosen (GFile *file, gpointer data)
{
  use_file (data, file, _ ("Could Not Import Timbres"), ct_timbre_book_import);
}

static void
export_chosen (GFile *file, gpointer data)
{
  use_file (data, file, _ ("Could Not Export Timbres"), ct_timbre_book_export);
}

static void
choose (CtTimbrePage *self, const char *title, GtkFileChooserAction action, CtFileChosenFunc func)
{
  static const char *const patterns[] = { "timbres", NULL }, *const suffixes[] = { ".timbres", NULL };
  CtFileChooser *chooser = get_chooser (self);
  GtkFileChooser *dialog = ct_file_chooser_prepare (chooser, title, action);

  if (!dialog)
    return;
  ct_file_chooser_add_filter (chooser, _ ("Remembered Timbres"), patterns);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    ct_file_chooser_add_all_files (chooser);
  else
    {
      ct_file_chooser_set_suffixes (chooser, suffixes);
      /* Translators: a suggested file name; its ending must stay */
      gtk_file_chooser_set_current_name (dialog, _ ("My Band.timbres"));
    }
  ct_file_chooser_show (chooser, func, self);
}

static void
import_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (CT_TIMBRE_PAGE (widget), _ ("Import Timbres"), GTK_FILE_CHOOSER_ACTION_OPEN, import_chosen);
}

static void
export_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (CT_TIMBRE_PAGE (widget), _ ("Export Timbres"), GTK_FILE_CHOOSER_ACTION_SAVE, export_chosen);
}

/* ---- construction ---- */

static void
ct_timbre_page_dispose (GObject *object)
{
  CtTimbrePage *self = CT_TIMBRE_PAGE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->chooser)
    ct_file_chooser_dismiss (self->chooser);
  g_clear_object (&self->chooser);
  if (self->book)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_clear_object (&self->book);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (ct_timbre_page_parent_class)->dispose (object);
}

static void
ct_timbre_page_class_init (CtTimbrePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_timbre_page_dispose;
  gtk_widget_class_install_action (widget_class, "timbres.forget", "u", forget);
  gtk_widget_class_install_action (widget_class, "timbres.merge", "(uu)", merge);
  gtk_widget_class_install_action (widget_class, "timbres.forget-all", NULL, forget_all);
  gtk_widget_class_install_action (widget_class, "timbres.import", NULL, import_file);
  gtk_widget_class_install_action (widget_class, "timbres.export", NULL, export_file);
}

static AdwPreferencesGroup *
add_group (CtTimbrePage *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_switch (CtTimbrePage *self, GSettings *settings)
{
  AdwPreferencesGroup *group = add_group (
      self, _ ("Recognize Players"),
      _ ("Tracks that you name are remembered when you save the project, and take their names, colors and instruments "
         "in other songs. Only how they differ from other timbres is kept: nothing in it can be heard."));
  GtkWidget *row = adw_action_row_new (), *button = gtk_switch_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("_Remember and Recognize Timbres"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
  if (settings)
    g_settings_bind (settings, "remember-timbres", button, "active", G_SETTINGS_BIND_DEFAULT);
}

/* What can be done with all of them. */
static void
add_menu (CtTimbrePage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  const char *label = _ ("Import, Export or Forget All");

  g_menu_append (menu, _ ("_Import…"), "timbres.import");
  g_menu_append (menu, _ ("_Export…"), "timbres.export");
  g_menu_append (menu, _ ("Forget _All…"), "timbres.forget-all");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_preferences_group_set_header_suffix (self->list, button);
}

static void
ct_timbre_page_init (CtTimbrePage *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Timbres"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "ct-timbres-symbolic");
}

AdwPreferencesPage *
ct_timbre_page_new (CtTimbreBook *book, GSettings *settings)
{
  CtTimbrePage *self = g_object_new (CT_TYPE_TIMBRE_PAGE, NULL);

  self->book = g_object_ref (book);
  g_signal_connect_swapped (book, "changed", G_CALLBACK (book_changed), self);
  add_switch (self, settings);
  self->list = add_group (self, _ ("Remembered"), NULL);
  add_menu (self);
  show_list (self);
  return ADW_PREFERENCES_PAGE (self);
}
