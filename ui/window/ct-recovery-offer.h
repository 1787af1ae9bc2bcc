/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/widgets/ct-notice.h"

G_BEGIN_DECLS

#define CT_TYPE_RECOVERY_OFFER (ct_recovery_offer_get_type ())
G_DECLARE_FINAL_TYPE (CtRecoveryOffer, ct_recovery_offer, CT, RECOVERY_OFFER, GObject)

/* Offers in @notice what a crash left, one document after the other: to recover, to discard, or (dismissed) to keep
 * for the next start. Signal "recover" (CtRecoverable). */
CtRecoveryOffer *ct_recovery_offer_new (CtNotice *notice);

/* Takes @recoverables, a list of CtRecoverable. */
void ct_recovery_offer_take (CtRecoveryOffer *self, GPtrArray *recoverables);

G_END_DECLS
