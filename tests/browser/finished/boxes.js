// What is drawn of an answer as boxes: lines of text and controls, as far as their scroll boxes show them.
window.boxesOf = (answer) => {
    const shown = (node) => node.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) &&
        !node.closest('.pplx-spoken, .pplx-card, [popover]') && !(node.closest('.pplx-asked')?.offsetWidth === 1);
    const clipped = (rect, from) => {
        let {left, right, top, bottom} = rect;
        for (let up = from; up && answer.contains(up); up = up.parentElement) {
            const style = getComputedStyle(up);
            if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
            const box = up.getBoundingClientRect();
            [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
            [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
        }
        return {left, right, top, bottom};
    };
    const boxes = [];
    const CONTROL = 'button, input, select, .pplx-sign, .pplx-dot, .pplx-chip, .pplx-badge';
    for (const control of answer.querySelectorAll(CONTROL)) {
        if (shown(control)) boxes.push({owner: control, ...clipped(control.getBoundingClientRect(), control.parentElement)});
    }
    const texts = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode, holder = node.parentElement;
        if (!node.data.trim() || !shown(holder) || holder.closest(CONTROL) || holder.closest('mjx-container')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) boxes.push({owner: node, ...clipped(rect, holder)});
    }
    return boxes.filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1);
};
const name = (owner) => (owner.className || owner.data || owner.textContent).toString().trim().slice(0, 40);
const meet = (one, other) => Math.min(
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
// pairs that cover each other by more than a pixel; a text's own lines lie close
window.overlaps = (answer) => {
    const boxes = boxesOf(answer), found = [];
    boxes.forEach((one, index) => {
        for (const other of boxes.slice(index + 1)) {
            const same = one.owner === other.owner || one.owner.contains(other.owner) || other.owner.contains(one.owner);
            if (!same && meet(one, other) > 1) found.push(`${name(one.owner)} × ${name(other.owner)}`);
        }
    });
    return found;
};
// focus rings that cover a letter of something else
window.coveredByRings = (answer) => {
    const found = [];
    for (const stop of answer.querySelectorAll('a, button, summary, input, [tabindex]')) {
        if (!stop.checkVisibility() || stop.closest('[popover]')) continue;
        stop.focus({focusVisible: true, preventScroll: true});
        const {outlineStyle, outlineWidth, outlineOffset, outlineColor} = getComputedStyle(stop);
        if (document.activeElement !== stop || outlineStyle === 'none' || outlineColor === 'rgba(0, 0, 0, 0)') continue;
        const wide = parseFloat(outlineWidth) + parseFloat(outlineOffset);
        for (const box of stop.getClientRects()) {
            const ring = {left: box.left - wide, right: box.right + wide, top: box.top - wide, bottom: box.bottom + wide};
            for (const other of boxesOf(answer)) {
                const inside = stop.contains(other.owner) || other.owner.contains(stop);
                if (!inside && meet(ring, other) > 1) found.push(`${name(stop)} × ${name(other.owner)}`);
            }
        }
    }
    return found;
};
