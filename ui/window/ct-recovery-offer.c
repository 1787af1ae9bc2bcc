/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-recovery-offer.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/project/ct-autosave.h"
#include "ui/widgets/ct-message.h"
#include "ui/widgets/ct-notice.h"

struct _CtRecoveryOffer
{
  GObject parent_instance;
  CtNotice *notice;
  GPtrArray *recoverables; /* CtRecoverable; the first one is offered */
};

G_DEFINE_FINAL_TYPE (CtRecoveryOffer, ct_recovery_offer, G_TYPE_OBJECT)

static guint recover_signal;

static void
offer_next (CtRecoveryOffer *self)
{
  CtRecoverable *first;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *when = NULL, *text = NULL;

  if (!self->recoverables->len)
    {
      ct_notice_hide (self->notice);
      return;
    }
  first = g_ptr_array_index (self->recoverables, 0);
  time = ct_recoverable_dup_time (first);
  /* Translators: date and time, as strftime() has them; %x %R is like 11/24/26 21:03 */
  when = time ? g_date_time_format (time, _ ("%x %R")) : g_strdup ("");
  text = g_strdup_printf (ct_recoverable_get_crashed (first)
                              /* Translators: the first %s is the name of a document, the second date and time */
                              ? _ ("Coloratura closed unexpectedly. Unsaved work on “%s” can be recovered (%s).")
                              /* Translators: the first %s is the name of a document, the second date and time */
                              : _ ("Unsaved work on “%s” was kept when the session ended (%s)."),
                          ct_recoverable_get_title (first), when);
  ct_notice_show (self->notice, text, _ ("_Recover"), _ ("_Discard…"));
}

static CtRecoverable *
take_first (CtRecoveryOffer *self)
{
  return self->recoverables->len ? g_ptr_array_steal_index (self->recoverables, 0) : NULL;
}

static void
accepted (CtRecoveryOffer *self)
{
  g_autoptr (CtRecoverable) recoverable = take_first (self);

  if (recoverable)
    g_signal_emit (self, recover_signal, 0, recoverable);
  offer_next (self);
}

static void
discard_answered (AdwMessageDialog *dialog, const char *response, CtRecoveryOffer *self)
{
  if (g_str_equal (response, "discard"))
    {
      g_autoptr (CtRecoverable) recoverable = take_first (self);

      if (recoverable)
        ct_recoverable_discard (recoverable);
    }
  offer_next (self);
}

static void
declined (CtRecoveryOffer *self)
{
  AdwMessageDialog *dialog;
  g_autofree char *body = NULL;

  if (!self->recoverables->len)
    return;
  /* Translators: %s is the name of a document */
  body = g_strdup_printf (_ ("The unsaved work on “%s” will be permanently lost."),
                          ct_recoverable_get_title (g_ptr_array_index (self->recoverables, 0)));
  dialog = ct_message_new (GTK_WIDGET (self->notice), _ ("Discard the Unsaved Work?"), body);
  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* It stays on disk, and the next start offers it again. */
static void
dismissed (CtRecoveryOffer *self)
{
  g_autoptr (CtRecoverable) kept G_GNUC_UNUSED = take_first (self);

  offer_next (self);
}

void
ct_recovery_offer_take (CtRecoveryOffer *self, GPtrArray *recoverables)
{
  g_return_if_fail (CT_IS_RECOVERY_OFFER (self));
  g_ptr_array_unref (self->recoverables);
  self->recoverables = recoverables;
  offer_next (self);
}

static void
ct_recovery_offer_finalize (GObject *object)
{
  CtRecoveryOffer *self = CT_RECOVERY_OFFER (object);

  g_object_unref (self->notice);
  g_ptr_array_unref (self->recoverables);
  G_OBJECT_CLASS (ct_recovery_offer_parent_class)->finalize (object);
}

static void
ct_recovery_offer_class_init (CtRecoveryOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_recovery_offer_finalize;
  recover_signal = g_signal_new ("recover", CT_TYPE_RECOVERY_OFFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, CT_TYPE_RECOVERABLE);
}

static void
ct_recovery_offer_init (CtRecoveryOffer *self)
{
  self->recoverables = g_ptr_array_new_with_free_func (g_object_unref);
}

CtRecoveryOffer *
ct_recovery_offer_new (CtNotice *notice)
{
  CtRecoveryOffer *self = g_object_new (CT_TYPE_RECOVERY_OFFER, NULL);

  self->notice = g_object_ref (notice);
  g_signal_connect_object (notice, "accepted", G_CALLBACK (accepted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notice, "declined", G_CALLBACK (declined), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notice, "dismissed", G_CALLBACK (dismissed), self, G_CONNECT_SWAPPED);
  return self;
}
